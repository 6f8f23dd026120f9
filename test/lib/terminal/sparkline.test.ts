import { expect, test } from 'vitest';
import { sparkline } from '#lib/terminal/sparkline.ts';

const huge = 10n ** 30n;

test.each([
  [[], 10, ''],
  [[5n], 10, '▄'],
  [[7n, 7n, 7n], 10, '▄▄▄'],
  [[0n, 1n], 10, '▁█'],
  [[0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n], 10, '▁▂▃▄▅▆▇█'],
  [[-10n, 0n, -5n], 10, '▁█▅'],
  [[0n, huge, huge / 2n], 10, '▁█▅'],
  // Too many for the width: each bar is the last of its share.
  [[0n, 7n, 1n, 3n, 2n, 0n], 3, '█▄▁'],
  [[9n, 0n, 0n, 0n, 7n], 2, '▁█'],
  [[1n, 2n], 0, ''],
])('%o in %i columns', (values, width, expected) => {
  expect(sparkline(values, width)).toBe(expected);
});
