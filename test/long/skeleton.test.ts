import { expect, test } from 'vitest';
import { Skeleton } from '#test/docs/skeleton.ts';

test('the tests that remain pass without the demo', () => {
  using skeleton = new Skeleton();
  const shown = skeleton.run('npx', ['vitest', 'run', '--reporter=dot'], { NO_COLOR: '1' });
  const [, passed] = /^ +Tests +(\d+) passed/m.exec(shown) ?? [];
  expect(Number(passed)).toBeGreaterThan(500);
});
