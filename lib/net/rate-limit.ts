export interface RateLimitOptions {
  /** How many one key may take each second in the long run ... */
  readonly perSecond: number;
  /** ... and at once, after a rest. */
  readonly burst: number;
  /** How many keys are remembered; the one that was silent longest is forgotten first. */
  readonly keysMax: number;
}

/** Counts what each key takes, in a fixed amount of memory (a token bucket for each). */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #buckets = new Map<string, { left: number; atMs: number }>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** How many keys are remembered. */
  get keys(): number {
    return this.#buckets.size;
  }

  /** @param nowMs may go backwards; no time has passed then. @returns whether there was one left to take. */
  take(key: string, nowMs: number): boolean {
    const { perSecond, burst, keysMax } = this.#options;
    const before = this.#buckets.get(key) ?? { left: burst, atMs: nowMs };
    const passedMs = Math.max(0, nowMs - before.atMs);
    const left = Math.min(burst, before.left + (passedMs * perSecond) / 1000);
    const isAllowed = left >= 1;
    // Taken out first: a Map is in the order of insertion, so the first is the one that was silent longest.
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: isAllowed ? left - 1 : left, atMs: nowMs });
    const [silentLongest] = this.#buckets.keys();
    if (this.#buckets.size > keysMax && silentLongest !== undefined) this.#buckets.delete(silentLongest);
    return isAllowed;
  }
}
