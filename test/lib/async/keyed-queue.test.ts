import { expect, test } from 'vitest';
import { KeyedQueue } from '#lib/async/keyed-queue.ts';

/** Work that runs until the test ends it. */
function held(queue: KeyedQueue<string>, name: string) {
  let [begun, before] = [false, undefined as string | undefined];
  let end: (outcome: string | Error) => void = () => {};
  const ended = new Promise<string>((resolve, reject) => {
    end = (outcome) => (typeof outcome === 'string' ? resolve(outcome) : reject(outcome));
  });
  const outcome = queue.run(name, (last) => {
    [begun, before] = [true, last];
    return ended;
  });
  outcome.catch(() => {});
  return { outcome, end: (with_: string | Error) => end(with_), begun: () => begun, before: () => before };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('runs one call of a name at a time and hands it the result before; other names do not wait', async () => {
  const queue = new KeyedQueue<string>(10);
  const [first, second, other] = [held(queue, 'egon'), held(queue, 'egon'), held(queue, 'alex')];
  await turn();
  expect([first.begun(), second.begun(), other.begun()]).toEqual([true, false, true]);
  first.end('one');
  await turn();
  expect([second.begun(), second.before()]).toEqual([true, 'one']);
  second.end('two');
  other.end('three');
  expect(await Promise.all([first.outcome, second.outcome, other.outcome])).toEqual(['one', 'two', 'three']);
});

test('runs the next call after one has failed', async () => {
  const queue = new KeyedQueue<string>(10);
  const [first, second] = [held(queue, 'egon'), held(queue, 'egon')];
  first.end(new Error('no'));
  await expect(first.outcome).rejects.toThrow('no');
  await turn();
  expect([second.begun(), second.before()]).toEqual([true, undefined]);
  second.end('two');
  expect(await second.outcome).toBe('two');
});

test('a full queue refuses calls until it has room; an empty one forgets the last result', async () => {
  const queue = new KeyedQueue<string>(2);
  const [first, second] = [held(queue, 'egon'), held(queue, 'egon')];
  expect(await queue.run('egon', async () => 'never')).toBe('full');
  for (const one of [first, second]) one.end('done');
  await Promise.all([first.outcome, second.outcome]);
  expect(await queue.run('egon', async (before) => String(before))).toBe('undefined');
});
