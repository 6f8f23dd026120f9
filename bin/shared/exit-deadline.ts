/** How long a running command gets to finish once the end of the process is asked for. */
const graceMs = 800;

/** Ends the process a moment after its end was asked for, but not before the work that leaves files in order is done. */
export class ExitDeadline {
  readonly #unfinished = new Set<Promise<unknown>>();
  readonly #after: (delayMs: number, callback: () => void) => void;
  readonly #exit: () => void;

  /** @param after calls back once, without keeping the process alive. */
  constructor(after: (delayMs: number, callback: () => void) => void, exit: () => void) {
    this.#after = after;
    this.#exit = exit;
  }

  /** Runs work that the end waits for, however long it takes. */
  async finishing<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.#unfinished.add(running);
    try {
      return await running;
    } finally {
      this.#unfinished.delete(running);
    }
  }

  start(): void {
    this.#after(graceMs, () => void this.#end());
  }

  async #end(): Promise<void> {
    while (this.#unfinished.size > 0) await Promise.allSettled(this.#unfinished);
    this.#exit();
  }
}
