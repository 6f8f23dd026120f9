import { reportBug } from '#core/bug-report.ts';
import { exitCodeOf, exitSignals } from '#core/exit-codes.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { type ExitReason, ExitRequested, type Terminal } from '#lib/terminal/terminal.ts';
import { clean } from '#lib/text/clean.ts';
import type { Language } from '#lib/text/text.ts';
import { ExitDeadline } from './exit-deadline.ts';

const eraseLine = '\r\x1b[2K';

/** How the process ends when nobody asked it to: signals, a closed screen, bugs. */
export class ProcessExit {
  #terminal: Terminal | undefined;
  #logger: Logger | undefined;
  #reason: ExitReason | undefined;
  #isCrashing = false;
  /** What is to be shown as soon as there is a terminal; undefined when the screen is free. */
  #waiting: string[] | undefined;
  readonly #language: Language;
  readonly #json: boolean;
  readonly #exiting = new AbortController();
  readonly #deadline = new ExitDeadline(
    (delayMs, callback) => void setTimeout(callback, delayMs).unref(),
    () => process.exit(),
  );

  /**
   * @param json a bug, too, is told as one JSON object.
   * @param drawn the first question is on the screen already, and nothing may be written into it.
   */
  constructor(language: Language, { json, drawn }: { readonly json: boolean; readonly drawn: boolean }) {
    this.#language = language;
    this.#json = json;
    this.#waiting = drawn ? [] : undefined;
    for (const [signal, reason] of exitSignals) process.on(signal, () => this.leave(reason));
    // A reader that has gone (`| head -1`) is a hang-up, not a bug.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => this.leave('hangup'));
    process.on('uncaughtException', (error) => this.crash(error));
    process.on('unhandledRejection', (error) => this.crash(error));
  }

  /** Aborts, with ExitRequested as its reason, when a signal comes. */
  get exiting(): AbortSignal {
    return this.#exiting.signal;
  }

  /** Where the person is: a prompt open there is closed when a signal comes. */
  watch(terminal: Terminal): void {
    this.#terminal = terminal;
    this.#showWaiting();
    if (this.#reason !== undefined) terminal.leave(this.#reason);
  }

  /** Gives the terminal back as it was found. */
  closeTerminal(): void {
    // The first question never came to life. Node itself turns the echo on again, at its exit.
    if (this.#terminal === undefined && this.#waiting !== undefined) process.stdout.write(eraseLine);
    this.#terminal?.close();
    this.#terminal = undefined;
    this.#showWaiting();
  }

  /** A line for the person, outside of any prompt. */
  warn(line: string): void {
    // The stack of a bug is logged as the worst there is, and not meant for the screen.
    if (this.#isCrashing) return;
    if (this.#terminal !== undefined) this.#terminal.warn(line);
    else if (this.#waiting !== undefined) this.#waiting.push(line);
    else process.stderr.write(`${clean(line, { lines: true })}\n`);
  }

  /** Where a bug is reported. */
  reportTo(logger: Logger): void {
    this.#logger = logger;
  }

  leave(reason: ExitReason): void {
    // The second Ctrl-C of somebody who does not want to wait.
    if (this.#reason !== undefined) process.exit(exitCodeOf(this.#reason));
    this.#reason = reason;
    process.exitCode = exitCodeOf(reason);
    this.limit();
    this.#exiting.abort(new ExitRequested(reason));
    this.#terminal?.leave(reason);
  }

  /** From now on the process ends soon, whatever may still be running, but for the work of `finishing`. */
  limit(): void {
    this.#deadline.start();
  }

  /** Runs work that leaves files in order at its end: an end that a signal asks for waits for it. A second signal does not. */
  finishing<T>(work: () => Promise<T>): Promise<T> {
    return this.#deadline.finishing(work);
  }

  /** A bug: the stack goes to the log, one sentence with an id to the screen. */
  crash(error: unknown): never {
    this.closeTerminal();
    this.#isCrashing = true;
    const sentence = reportBug(error, { location: 'app', logger: this.#logger });
    const message = sentence[this.#language];
    if (this.#json) process.stdout.write(`${JSON.stringify({ error: { code: 'bug', message } })}\n`);
    else process.stderr.write(`${clean(message, { lines: true })}\n`);
    process.exit(1);
  }

  #showWaiting(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const line of waiting) this.warn(line);
  }
}
