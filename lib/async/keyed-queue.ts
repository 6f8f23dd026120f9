interface Line<T> {
  /** Settles with the result of the last in the line. */
  last: Promise<T | undefined>;
  length: number;
}

/**
 * One piece of work per key at a time; different keys run side by side.
 */
export class KeyedQueue<T> {
  readonly #lines = new Map<string, Line<T>>();
  readonly #lengthMax: number;

  /** @param lengthMax how many may run and wait under one key. */
  constructor(lengthMax: number) {
    this.#lengthMax = lengthMax;
  }

  /**
   * @param work gets the result of the one before it in the line; undefined when there was none, or it failed.
   * @returns `full` when too many wait under this key already.
   */
  async run(key: string, work: (before: T | undefined) => Promise<T>): Promise<T | 'full'> {
    const line: Line<T> = this.#lines.get(key) ?? { last: Promise.resolve(undefined), length: 0 };
    if (line.length >= this.#lengthMax) return 'full';
    this.#lines.set(key, line);
    line.length++;
    const outcome = line.last.then(work);
    line.last = outcome.catch(() => undefined);
    try {
      return await outcome;
    } finally {
      line.length--;
      if (line.length === 0) this.#lines.delete(key);
    }
  }
}
