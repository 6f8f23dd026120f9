/** Runs at most `count` tasks at a time. The others wait in the order of the calls. */
export class Semaphore {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** @throws the reason of `signal` when it aborts before `work` begins. After that `work` itself must check the signal. */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#permit(signal);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  /** Waits until `#release` hands over a permit. */
  #permit(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting.delete(begin);
        reject(signal?.reason);
      };
      const begin = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      this.#waiting.add(begin);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Hands the permit to the first waiting call directly, so that a later call cannot take it. */
  #release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free++;
    } else {
      this.#waiting.delete(next);
      next();
    }
  }
}
