import { expect, it } from 'vitest';
import { Semaphore } from '#lib/async/semaphore.ts';

/** Work that goes on until it is told to end. */
function work() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

const turns = () => new Promise(setImmediate);

it('lets so many run at a time, in the order in which they came, also after one has failed', async () => {
  const slots = new Semaphore(2);
  const works = Array.from({ length: 5 }, work);
  const begun: number[] = [];
  const runs = works.map(({ ended }, n) =>
    slots.run(async () => {
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

it('forgets who has left the queue, and keeps their place for nobody', async () => {
  const slots = new Semaphore(1);
  const [first, second] = [work(), work()];
  const running = slots.run(() => first.ended);
  const leaver = new AbortController();
  const left = slots.run(async () => 'begun', leaver.signal);
  const next = slots.run(() => second.ended);
  leaver.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  await expect(slots.run(async () => 'begun', leaver.signal)).rejects.toThrow('gone');
  first.end();
  await running;
  second.end();
  await next;
  expect(await slots.run(async () => 'free again')).toBe('free again');
});
