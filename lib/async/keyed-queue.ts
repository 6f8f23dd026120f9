interface Line<T> {
  /** Settles with what came out of the last in the line. */
  last: Promise<T | undefined>;
  length: number;
}

/**
 * One piece of work per name at a time, names side by side. One user may sign in at many consoles of a server at once:
 * side by side, the attempts that each of them reserves would lock the name.
 */
export class KeyedQueue<T> {
  readonly #lines = new Map<string, Line<T>>();
  readonly #lengthMax: number;

  /** @param lengthMax how many may run and wait under one name. */
  constructor(lengthMax: number) {
    this.#lengthMax = lengthMax;
  }

  /**
   * @param work is given what came out of the one before in the line, if it did not wait in vain.
   * @returns `full` when too many wait under this name already.
   */
  async run(name: string, work: (before: T | undefined) => Promise<T>): Promise<T | 'full'> {
    const line: Line<T> = this.#lines.get(name) ?? { last: Promise.resolve(undefined), length: 0 };
    if (line.length >= this.#lengthMax) return 'full';
    this.#lines.set(name, line);
    line.length++;
    const outcome = line.last.then(work);
    line.last = outcome.catch(() => undefined);
    try {
      return await outcome;
    } finally {
      line.length--;
      if (line.length === 0) this.#lines.delete(name);
    }
  }
}
