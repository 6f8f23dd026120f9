import { TokenBucket, type TokenBucketOptions } from './token-bucket.ts';

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
