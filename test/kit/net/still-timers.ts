import { setImmediate, setTimeout } from 'node:timers/promises';
import { vi } from 'vitest';
import { undoing } from '#test/kit/lifetime.ts';

/**
 * Stops the timers of this process; from then on only `vi.advanceTimersByTime` moves them, while sockets and files work
 * as ever. So a deadline is met exactly, however slow the machine is. Call it before the code under test makes its
 * first timer: `using _ = stopTimers()` lets them go on at the end of the block. `vi.waitFor` would move them: see `untilTrue`.
 */
export function stopTimers(): Disposable {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  return undoing(() => vi.useRealTimers());
}

/** Waits for a condition of the network, without moving stopped timers. */
export async function untilTrue(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate();
}

const quietMs = 100;

/** Whether a promise is still pending after a time in which bytes on their way arrive. */
export async function isStuck(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  promise.then(settle, settle);
  await Promise.race([promise.catch(() => {}), setTimeout(quietMs)]);
  // After a long pause of the process its timers come before what waits at its sockets.
  await setImmediate();
  await setImmediate();
  return !isSettled;
}
