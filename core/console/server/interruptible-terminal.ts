import { setImmediate as immediate } from 'node:timers/promises';
import type { ExitReason, Prompt, Terminal } from '#lib/terminal/terminal.ts';

/** A terminal that can end at its next prompt, so that running work is not interrupted. */
export class InterruptibleTerminal implements Terminal {
  readonly #inner: Terminal;
  readonly #onActivity: (() => void)[] = [];
  #asking = 0;
  #beforeExit: (() => void) | undefined;

  constructor(inner: Terminal) {
    this.#inner = inner;
    inner.onActivity(() => {
      for (const callback of this.#onActivity) callback();
    });
  }

  /** Whether a prompt is open. */
  get isAsking(): boolean {
    return this.#asking > 0;
  }

  get interactive(): boolean {
    return this.#inner.interactive;
  }

  get colours(): boolean {
    return this.#inner.colours;
  }

  get columns(): number {
    return this.#inner.columns;
  }

  get draft(): string {
    return this.#inner.draft;
  }

  get results(): Terminal {
    const { results } = this.#inner;
    return results === this.#inner ? this : results;
  }

  /** Requests the exit at the open prompt, or at the next one. @param explain called right before. */
  exitAtPrompt(explain: () => void): void {
    this.#beforeExit = explain;
    if (this.isAsking) this.#exitNow();
  }

  async ask(prompt: Prompt, signal?: AbortSignal): Promise<string> {
    // A script and the database answer at once: without this, the script would block other clients until its end.
    await immediate();
    if (this.#beforeExit !== undefined) this.#exitNow();
    this.#asking++;
    try {
      return await this.#inner.ask(prompt, signal);
    } finally {
      this.#asking--;
    }
  }

  print(text: string): void {
    this.#inner.print(text);
  }

  announce(text: string): void {
    this.#inner.announce(text);
  }

  takeBack(): void {
    this.#inner.takeBack();
  }

  warn(line: string): void {
    this.#inner.warn(line);
  }

  busy<T>(label: string, work: (step: (done: number, total: number) => void) => Promise<T>): Promise<T> {
    return this.#inner.busy(label, work);
  }

  onActivity(callback: () => void): void {
    this.#onActivity.push(callback);
  }

  requestExit(reason: ExitReason): void {
    this.#inner.requestExit(reason);
  }

  close(): void {
    this.#inner.close();
  }

  #exitNow(): void {
    this.#beforeExit?.();
    this.#beforeExit = undefined;
    this.#inner.requestExit('terminate');
  }
}
