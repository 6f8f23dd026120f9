interface Queue<T> {
  /** Settles with the result of the last task in the queue; undefined if that task failed. */
  last: Promise<T | undefined>;
  length: number;
}

/** Runs one task per key at a time, in the order of the calls. Tasks of different keys run concurrently. */
export class KeyedQueue<T> {
  readonly #queues = new Map<string, Queue<T>>();
  readonly #lengthMax: number;

  /** @param lengthMax maximum number of tasks under one key, running and waiting. */
  constructor(lengthMax: number) {
    this.#lengthMax = lengthMax;
  }

  /**
   * @param work gets the result of the previous task in the queue; undefined when there was none or it failed.
   * @returns the result of `work`, or `full` when the queue of the key is full. @throws what `work` throws.
   */
  async run(key: string, work: (before: T | undefined) => Promise<T>): Promise<T | 'full'> {
    const queue: Queue<T> = this.#queues.get(key) ?? { last: Promise.resolve(undefined), length: 0 };
    if (queue.length >= this.#lengthMax) return 'full';
    this.#queues.set(key, queue);
    queue.length++;
    const outcome = queue.last.then(work);
    queue.last = outcome.catch(() => undefined);
    try {
      return await outcome;
    } finally {
      queue.length--;
      if (queue.length === 0) this.#queues.delete(key);
    }
  }
}
