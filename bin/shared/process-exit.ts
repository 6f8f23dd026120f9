import { reportBug } from '#core/bug-report.ts';
import { exitCodeOf, exitSignals } from '#core/exit-codes.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { type ExitReason, ExitRequested, type Terminal } from '#lib/terminal/terminal.ts';
import { clean, jsonLine } from '#lib/text/clean.ts';
import type { Language } from '#lib/text/text.ts';
import { ExitDeadline } from './exit-deadline.ts';
import { StandardOutput } from './standard-output.ts';

const eraseLine = '\r\x1b[2K';

export interface ExitLog {
  readonly logger: Logger;
  /** @returns undefined when no line waits for the opening of the log. */
  pendingLog(): Promise<void> | undefined;
}

/** Ends the process at a signal, at the close of its output, or at a bug. */
export class ProcessExit {
  #terminal: Terminal | undefined;
  #log: ExitLog | undefined;
  #reason: ExitReason | undefined;
  #isCrashing = false;
  /** Lines to show as soon as there is a terminal; undefined when a line can be printed at once. */
  #waiting: string[] | undefined;
  readonly #output: StandardOutput;
  readonly #language: Language;
  readonly #json: boolean;
  readonly #exiting = new AbortController();
  readonly #deadline = new ExitDeadline(
    (delayMs, callback) => void setTimeout(callback, delayMs).unref(),
    () => void this.#exit(),
  );

  /**
   * @param json prints a bug as one JSON object.
   * @param drawn the first question is on the screen already; lines wait until the terminal is open.
   */
  constructor(language: Language, { json, drawn }: { readonly json: boolean; readonly drawn: boolean }) {
    this.#language = language;
    this.#json = json;
    this.#waiting = drawn ? [] : undefined;
    for (const [signal, reason] of exitSignals) process.on(signal, () => this.requestExit(reason));
    this.#output = new StandardOutput(() => this.requestExit('hangup'));
    process.on('uncaughtException', (error) => void this.crash(error));
    process.on('unhandledRejection', (error) => void this.crash(error));
  }

  /** Aborts with ExitRequested when a signal arrives. */
  get exiting(): AbortSignal {
    return this.#exiting.signal;
  }

  /** Sets the terminal. A signal closes its open prompt. */
  watch(terminal: Terminal): void {
    this.#terminal = terminal;
    this.#showWaiting();
    if (this.#reason !== undefined) terminal.requestExit(this.#reason);
  }

  /** Restores the terminal's mode. */
  closeTerminal(): void {
    // The first question was drawn, but its prompt never opened. Node itself restores the echo at its exit.
    if (this.#terminal === undefined && this.#waiting !== undefined) process.stdout.write(eraseLine);
    this.#terminal?.close();
    this.#terminal = undefined;
    this.#showWaiting();
  }

  /** Prints a line without damaging an open prompt. */
  warn(line: string): void {
    // The log prints critical lines on the screen, but the stack of a bug belongs only in the file.
    if (this.#isCrashing) return;
    if (this.#terminal !== undefined) this.#terminal.warn(line);
    else if (this.#waiting !== undefined) this.#waiting.push(line);
    else process.stderr.write(`${clean(line, { lines: true })}\n`);
  }

  /** Sets the log for bugs, whose lines are written before the process ends. */
  reportTo(log: ExitLog): void {
    this.#log = log;
  }

  /** Asks the process to end, because of a signal or a closed terminal. */
  requestExit(reason: ExitReason): void {
    // A second signal, such as a second Ctrl-C, ends the process at once.
    if (this.#reason !== undefined) {
      void this.#exit(exitCodeOf(this.#reason));
      return;
    }
    this.#reason = reason;
    process.exitCode = exitCodeOf(reason);
    this.limit();
    this.#exiting.abort(new ExitRequested(reason));
    this.#terminal?.requestExit(reason);
  }

  /** Starts the grace period: after it the process exits. Only the work of `finishing` may take longer. */
  limit(): void {
    this.#deadline.start();
  }

  /** Runs work that leaves files consistent at its end. The first signal waits for it, a second one does not. */
  finishing<T>(work: () => Promise<T>): Promise<T> {
    return this.#deadline.finishing(work);
  }

  /** Ends the process when all output is written. An open standard input, which has no reader any more, would keep it alive. */
  async end(code: number): Promise<never> {
    this.closeTerminal();
    process.exit(await this.#output.end(code, ({ text }) => this.warn(text[this.#language])));
  }

  /** Ends the process at a bug. The log gets the stack, and the screen gets one sentence with an id. */
  crash(error: unknown): Promise<never> {
    // The report itself has failed, for example because the log cannot be opened.
    if (this.#isCrashing) process.exit(1);
    this.closeTerminal();
    this.#isCrashing = true;
    const sentence = reportBug(error, { location: 'app', logger: this.#log?.logger });
    const message = sentence[this.#language];
    if (this.#json) process.stdout.write(`${jsonLine({ error: { code: 'bug', message } })}\n`);
    else process.stderr.write(`${clean(message, { lines: true })}\n`);
    return this.#exit(1);
  }

  /** Ends the process, whatever still runs. A prompt or a spinner does not stay on the screen. */
  async #exit(code = process.exitCode): Promise<never> {
    this.closeTerminal();
    const pending = this.#log?.pendingLog();
    if (pending !== undefined) await pending;
    process.exit(code);
  }

  #showWaiting(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const line of waiting) this.warn(line);
  }
}
