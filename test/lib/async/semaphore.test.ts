import { expect, it } from 'vitest';
import { Semaphore } from '#lib/async/semaphore.ts';

/** Work that runs until the test ends it. */
function work() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

const turns = () => new Promise(setImmediate);

it('runs at most its count at a time, in the order of the calls, also after one has failed', async () => {
  const semaphore = new Semaphore(2);
  const works = Array.from({ length: 5 }, work);
  const begun: number[] = [];
  const runs = works.map(({ ended }, n) =>
    semaphore.run(async () => {
      begun.push(n);
      await ended;
      if (n === 0) throw new Error('failed');
      return n;
    }),
  );
  const outcomes = Promise.allSettled(runs);
  await turns();
  expect(begun).toEqual([0, 1]);
  works[0]?.end();
  await turns();
  expect(begun).toEqual([0, 1, 2]);
  for (const { end } of works) end();
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', ...Array(4).fill('fulfilled')]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

it('forgets a call whose signal aborts while it waits', async () => {
  const semaphore = new Semaphore(1);
  const [first, second] = [work(), work()];
  const running = semaphore.run(() => first.ended);
  const leaver = new AbortController();
  const left = semaphore.run(async () => 'begun', leaver.signal);
  const next = semaphore.run(() => second.ended);
  leaver.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  await expect(semaphore.run(async () => 'begun', leaver.signal)).rejects.toThrow('gone');
  first.end();
  await running;
  second.end();
  await next;
  expect(await semaphore.run(async () => 'free again')).toBe('free again');
});

it('never runs more than its count, for any work', async () => {
  const semaphore = new Semaphore(3);
  let [running, most] = [0, 0];
  const begun: number[] = [];
  const work = async (number: number): Promise<void> => {
    begun.push(number);
    most = Math.max(most, ++running);
    for (let pause = 0; pause <= number % 3; pause++) await turns();
    running--;
    if (number % 5 === 0) throw new Error('this one fails');
  };
  const numbers = Array.from({ length: 30 }, (_, number) => number);
  const outcomes = await Promise.allSettled(numbers.map((number) => semaphore.run(() => work(number))));
  expect(most).toBe(3);
  expect(begun).toEqual(numbers);
  expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(
    numbers.map((number) => number % 5 === 0),
  );
});
