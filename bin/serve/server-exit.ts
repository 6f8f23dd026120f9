import { reportBug } from '#core/bug-report.ts';
import { exitCodeOf, exitSignals } from '#core/exit-codes.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { ExitReason } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';

/** Ends the server's process: at a signal, or at a bug. */
export class ServerExit {
  /** Resolves at the first signal while the server serves. A second signal ends the process at once. */
  readonly asked: Promise<ExitReason>;
  readonly #language: Language;
  /** While it is false, a signal ends the process at once: no request is running. */
  #isServing = false;
  #logger: Logger | undefined;

  constructor(language: Language) {
    this.#language = language;
    this.asked = new Promise((resolve) => {
      let isAsked = false;
      for (const [signal, reason] of exitSignals) {
        process.on(signal, () => {
          if (isAsked || !this.#isServing) process.exit(exitCodeOf(reason));
          isAsked = true;
          resolve(reason);
        });
      }
    });
    process.on('uncaughtException', (error) => this.#crash(error));
    process.on('unhandledRejection', (error) => this.#crash(error));
  }

  /** From now on, a signal lets running requests finish. */
  serving(): void {
    this.#isServing = true;
  }

  /** Sets the logger for bugs. */
  reportTo(logger: Logger): void {
    this.#logger = logger;
  }

  #crash(error: unknown): never {
    const sentence = reportBug(error, { location: 'server', logger: this.#logger });
    process.stderr.write(`${sentence[this.#language]}\n`);
    process.exit(1);
  }
}
