/** So many at once, and so many a second from then on. */
export interface FlowLimitOptions {
  readonly burst: number;
  readonly perSecond: number;
  /** Milliseconds since some moment. */
  readonly uptimeMs: () => number;
}

/** Lets a conversation pass and stops a flood, saying when it begins. */
export class FlowLimit {
  readonly #options: FlowLimitOptions;
  #left: number;
  #atMs: number;
  #flooded = false;

  constructor(options: FlowLimitOptions) {
    this.#options = options;
    this.#left = options.burst;
    this.#atMs = options.uptimeMs();
  }

  /** Asked once for everything that comes. `flood` is the first that does not pass, `stop` each one after it. */
  take(): 'pass' | 'flood' | 'stop' {
    const { burst, perSecond, uptimeMs } = this.#options;
    const nowMs = uptimeMs();
    this.#left = Math.min(burst, this.#left + ((nowMs - this.#atMs) / 1000) * perSecond);
    this.#atMs = nowMs;
    // The flood is over when half of the room is free again; until then it is not announced anew.
    if (this.#left >= burst / 2) this.#flooded = false;
    if (this.#left >= 1) {
      this.#left -= 1;
      return 'pass';
    }
    if (this.#flooded) return 'stop';
    this.#flooded = true;
    return 'flood';
  }
}
