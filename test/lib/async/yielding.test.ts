import { expect, test } from 'vitest';
import { yielding } from '#lib/async/yielding.ts';

test('yields every item in order, and lets other work run in between', async () => {
  const items = Array.from({ length: 5000 }, (_, index) => index);
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const seen: number[] = [];
  for await (const item of yielding(items)) {
    seen.push(item);
    // Without a pause, a timer would never come between two of them.
    const until = performance.now() + 0.002;
    while (performance.now() < until);
  }
  clearInterval(timer);
  expect(seen).toEqual(items);
  expect(turns).toBeGreaterThan(0);
});
