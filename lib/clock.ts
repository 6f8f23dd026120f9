/** Time as the app sees it. Passed in, so that a test moves time instead of sleeping. */
export interface Clock {
  /** Milliseconds since 1970, UTC. It may be set back. */
  nowMs(): number;
  /** Milliseconds since some moment. It cannot be set back, but it may stand still while the machine sleeps. */
  uptimeMs(): number;
  /** Calls back once, `delayMs` from now. @returns a function that cancels the call. */
  after(delayMs: number, callback: () => void): () => void;
}

// Node fires a longer timer after 1 ms instead: a session of 30 days would end at once.
const timerMsMax = 2 ** 31 - 1;

/** A clock with Node's timers, for any delay, over two sources of time: `Date.now` and `performance.now` in the app. */
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
