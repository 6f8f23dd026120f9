export interface TokenBucketOptions {
  /** How many tokens come back each second, up to `burst`. */
  readonly perSecond: number;
  /** How many may be taken at once after a rest. */
  readonly burst: number;
}

/** `limited` is the first refusal of a flood, `still limited` each one after it. */
export type TokenVerdict = 'pass' | 'limited' | 'still limited';

/** A rate limit: a burst at once, then so many a second. Its times are milliseconds since any fixed moment. */
export class TokenBucket {
  readonly #options: TokenBucketOptions;
  #tokens: number;
  #atMs: number | undefined;
  #isLimited = false;

  constructor(options: TokenBucketOptions) {
    this.#options = options;
    this.#tokens = options.burst;
  }

  /** @param nowMs may go backwards; no time has passed then. */
  take(nowMs: number): TokenVerdict {
    const { perSecond, burst } = this.#options;
    const passedMs = Math.max(0, nowMs - (this.#atMs ?? nowMs));
    this.#tokens = Math.min(burst, this.#tokens + (passedMs * perSecond) / 1000);
    this.#atMs = nowMs;
    // A flood is over when half of the tokens are back; until then it is reported once.
    if (this.#tokens >= burst / 2) this.#isLimited = false;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 'pass';
    }
    if (this.#isLimited) return 'still limited';
    this.#isLimited = true;
    return 'limited';
  }
}

export interface KeyedRateLimitOptions extends TokenBucketOptions {
  /** How many keys are remembered. The key that has been silent for longest is forgotten first. */
  readonly keysMax: number;
}

/** A token bucket for each key, in a fixed amount of memory. */
export class KeyedRateLimit {
  readonly #options: KeyedRateLimitOptions;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: KeyedRateLimitOptions) {
    this.#options = options;
  }

  /** How many keys are remembered. */
  get keys(): number {
    return this.#buckets.size;
  }

  /** @param nowMs may go backwards; no time has passed then. @returns whether the key may go on. */
  take(key: string, nowMs: number): boolean {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#options);
    // Taken out first: a Map keeps the order of insertion, so the first key is the one that has been silent for longest.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [silentLongest] = this.#buckets.keys();
    if (this.#buckets.size > this.#options.keysMax && silentLongest !== undefined)
      this.#buckets.delete(silentLongest);
    return bucket.take(nowMs) === 'pass';
  }
}
