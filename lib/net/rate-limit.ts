export interface TokenBucketOptions {
  /** The tokens that are added per second, up to `burst`. */
  readonly perSecond: number;
  /** The capacity of the bucket: this many tokens can be taken at once. */
  readonly burst: number;
}

/** `limited` is the first refusal of a flood, `still limited` each further one. */
export type TokenVerdict = 'pass' | 'limited' | 'still limited';

/** A rate limit as a token bucket. Times are milliseconds of any one clock. */
export class TokenBucket {
  readonly #options: TokenBucketOptions;
  #tokens: number;
  #atMs: number | undefined;
  #isLimited = false;

  constructor(options: TokenBucketOptions) {
    this.#options = options;
    this.#tokens = options.burst;
  }

  /** Takes one token. @param nowMs if the clock goes backwards, no time has passed. */
  take(nowMs: number): TokenVerdict {
    const { perSecond, burst } = this.#options;
    const passedMs = Math.max(0, nowMs - (this.#atMs ?? nowMs));
    this.#tokens = Math.min(burst, this.#tokens + (passedMs * perSecond) / 1000);
    this.#atMs = nowMs;
    // A flood ends when half of the tokens are back. Until then `limited` is returned once only.
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
  /** The maximum of remembered keys. The least recently used key is forgotten first. */
  readonly keysMax: number;
}

/** A token bucket per key, in limited memory. */
export class KeyedRateLimit {
  readonly #options: KeyedRateLimitOptions;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: KeyedRateLimitOptions) {
    this.#options = options;
  }

  /** The number of remembered keys. */
  get keys(): number {
    return this.#buckets.size;
  }

  /** Takes one token of a key. @param nowMs if the clock goes backwards, no time has passed. @returns false if there is none. */
  take(key: string, nowMs: number): boolean {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#options);
    // Deleting first moves the key to the end: a Map keeps the order of insertion, so the first key is the oldest.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.#options.keysMax && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket.take(nowMs) === 'pass';
  }
}
