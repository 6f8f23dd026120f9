/** The time that a running command has to finish after a request to exit. */
const graceMs = 800;

/** Ends the process after a grace period, but waits longer for work that must leave files consistent. */
export class ExitDeadline {
  readonly #unfinished = new Set<Promise<unknown>>();
  readonly #after: (delayMs: number, callback: () => void) => void;
  readonly #exit: () => void;

  /** @param after a timer that calls back once and does not keep the process alive. */
  constructor(after: (delayMs: number, callback: () => void) => void, exit: () => void) {
    this.#after = after;
    this.#exit = exit;
  }

  /** Runs work that the exit waits for, without a time limit. */
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
