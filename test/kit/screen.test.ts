import { expect, test } from 'vitest';
import { openScreen } from './screen.ts';

/** Blocks the process of the tests, as a busy machine does. */
const holdUp = (ms: number): void => {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
};

test('the whole output of a program is read, also long after its end', async () => {
  await using screen = openScreen({ command: 'seq 1 200; printf last' });
  holdUp(500);
  expect(await screen.exit()).toEqual({ code: 0, signal: undefined });
  expect(screen.history().split('\n')).toEqual([
    ...Array.from({ length: 200 }, (_, n) => String(n + 1)),
    'last',
  ]);
  expect(screen.raw().endsWith('\r\nlast')).toBe(true);
});

test('a program ends when its window is closed, and when it is killed', async () => {
  await using hungUp = openScreen({ command: 'echo up; sleep 60' });
  await hungUp.waitFor('up');
  hungUp.hangUp();
  expect(await hungUp.exit()).toEqual({ code: undefined, signal: 'SIGHUP' });
  await using killed = openScreen({ command: 'echo up; sleep 60' });
  await killed.waitFor('up');
  killed.kill('SIGKILL');
  expect(await killed.exit()).toEqual({ code: undefined, signal: 'SIGKILL' });
});
