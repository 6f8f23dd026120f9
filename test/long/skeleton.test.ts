import { expect, test } from 'vitest';
import { openSkeleton } from '#test/docs/skeleton.ts';

test('the tests that remain pass without the demo', async () => {
  using skeleton = await openSkeleton();
  const shown = await skeleton.run('npx', ['vitest', 'run', '--reporter=dot'], { NO_COLOR: '1' });
  const [, passed] = /^ +Tests +(\d+) passed/m.exec(shown) ?? [];
  expect(Number(passed)).toBeGreaterThan(500);
});
