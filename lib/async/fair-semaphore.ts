interface Waiting {
  begin(): void;
  refuse(): void;
}

/**
 * Runs at most `count` tasks at a time. The keys take turns, so that a flood under one key delays other keys by one task
 * at most. Under one key the latest call comes first: in a flood, the earlier callers are those who can wait or have left.
 */
export class FairSemaphore {
  #free: number;
  readonly #waitingMax: number;
  /** The first key is the next one. */
  readonly #waiting = new Map<string, Waiting[]>();
  #waitingCount = 0;

  /** @param waitingMax beyond it, the call that waits longest under the key with the most calls gets `full`. */
  constructor(count: number, waitingMax: number) {
    this.#free = count;
    this.#waitingMax = waitingMax;
  }

  /** @returns the result of `work`, or `full` without running it. @throws what `work` throws. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T | 'full'> {
    if (this.#free > 0) this.#free--;
    else if (!(await this.#permit(key))) return 'full';
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  /** Waits until `#release` hands over a permit. @returns false when there are too many calls. */
  #permit(key: string): Promise<boolean> {
    return new Promise((resolve) => {
      const calls = this.#waiting.get(key) ?? [];
      this.#waiting.set(key, calls);
      calls.push({ begin: () => resolve(true), refuse: () => resolve(false) });
      this.#waitingCount++;
      if (this.#waitingCount > this.#waitingMax) this.#refuseOldest();
    });
  }

  #refuseOldest(): void {
    const [key, calls] = [...this.#waiting].reduce((longest, one) =>
      one[1].length > longest[1].length ? one : longest,
    );
    calls.shift()?.refuse();
    this.#waitingCount--;
    if (calls.length === 0) this.#waiting.delete(key);
  }

  /** Hands the permit to a waiting call directly, so that a later call cannot take it. */
  #release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free++;
      return;
    }
    const [key, calls] = next;
    const latest = calls.pop();
    this.#waitingCount--;
    // Its next call comes after one of each other key.
    this.#waiting.delete(key);
    if (calls.length > 0) this.#waiting.set(key, calls);
    latest?.begin();
  }
}
