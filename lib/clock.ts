/** The clock of the app. It is passed as a parameter, so that a test can set the time instead of sleeping. */
export interface Clock {
  /** Wall-clock time: milliseconds since 1970, UTC. It goes back when the system clock is set back. */
  nowMs(): number;
  /** Monotonic time in milliseconds, from an arbitrary start. It may stand still while the machine sleeps. */
  uptimeMs(): number;
  /** Calls `callback` once, `delayMs` from now. @returns a function that cancels the call. */
  after(delayMs: number, callback: () => void): () => void;
}

// Node fires a timer with a longer delay after 1 ms: a session of 30 days would end at once.
const timerMsMax = 2 ** 31 - 1;

/**
 * @returns a clock with Node's timers and without their limit of 2^31 - 1 ms. The app passes `Date.now` and
 * `performance.now`.
 */
export function clockOf(nowMs: () => number, uptimeMs: () => number): Clock {
  return {
    nowMs,
    uptimeMs,
    after(delayMs, callback) {
      let timer: NodeJS.Timeout;
      const wait = (leftMs: number): void => {
        const stepMs = Math.min(leftMs, timerMsMax);
        timer = setTimeout(() => (leftMs > stepMs ? wait(leftMs - stepMs) : callback()), stepMs);
      };
      wait(Math.max(0, delayMs));
      return () => clearTimeout(timer);
    },
  };
}
