import { expect, it } from 'vitest';
import { Mutex } from '#lib/async/mutex.ts';

it('runs one at a time, in the order of the calls, also after one has failed', async () => {
  const mutex = new Mutex();
  const log: string[] = [];
  const run = (name: string) =>
    mutex.run(async () => {
      log.push(`${name} begins`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
      if (name === 'a') throw new Error('a fails');
      return name;
    });
  const outcomes = await Promise.allSettled([run('a'), run('b'), run('c')]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed'))).toEqual([
    'failed',
    'b',
    'c',
  ]);
});
