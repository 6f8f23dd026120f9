/** Runs at most `count` pieces of work at a time; the others wait, in the order of the calls. */
export class Semaphore {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** @throws the signal's reason when it aborts before the work begins. Later the work itself has to look at it. */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#handedOver(signal);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #handedOver(signal?: AbortSignal): Promise<void> {
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

  /** Hands the permit straight to the next in the queue, so that no later call gets in between. */
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
