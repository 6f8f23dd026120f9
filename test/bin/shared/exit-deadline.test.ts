import { expect, test } from 'vitest';
import { ExitDeadline } from '#bin/shared/exit-deadline.ts';
import { TestClock } from '#test/kit/clock.ts';

function openDeadline() {
  const clock = new TestClock();
  let exits = 0;
  const after = (delayMs: number, callback: () => void): void => void clock.after(delayMs, callback);
  const deadline = new ExitDeadline(after, () => exits++);
  return { clock, deadline, exits: () => exits };
}

/** Work that goes on until the test ends it. */
function held() {
  let end = (_error?: Error): void => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve() : reject(error));
  });
  return { ended, end: (error?: Error) => end(error) };
}

const pause = () => new Promise(setImmediate);

test('the process ends at the deadline, despite running work', async () => {
  const { clock, deadline, exits } = openDeadline();
  deadline.start();
  clock.move(500);
  expect(exits()).toBe(0);
  clock.move(500);
  await pause();
  expect(exits()).toBe(1);
});

test('it waits for work that must be finished, also when it fails, and for work that begins meanwhile', async () => {
  const { clock, deadline, exits } = openDeadline();
  const [first, second] = [held(), held()];
  const failed = deadline.finishing(() => first.ended).catch((error: Error) => error.message);
  deadline.start();
  clock.move(3_600_000);
  const done = deadline.finishing(() => second.ended);
  first.end(new Error('disk full'));
  expect(await failed).toBe('disk full');
  await pause();
  expect(exits()).toBe(0);
  second.end();
  await done;
  await pause();
  expect(exits()).toBe(1);
});
