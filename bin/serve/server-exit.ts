import { reportBug } from '#core/bug-report.ts';
import { exitCodeOf, exitSignals } from '#core/exit-codes.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { ExitReason } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';

/** How a server's process ends: when a signal asks it to, or by a bug. */
export class ServerExit {
  /** The first signal while it serves; a second one ends the process at once. */
  readonly asked: Promise<ExitReason>;
  readonly #language: Language;
  /** Until then there is nothing to finish. */
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
    // Nobody may be reading what the server prints (`| head -1`): it serves on.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    process.on('uncaughtException', (error) => this.#crash(error));
    process.on('unhandledRejection', (error) => this.#crash(error));
  }

  /** From now on a signal lets what runs come to an end. */
  serving(): void {
    this.#isServing = true;
  }

  /** Where a bug is reported. */
  reportTo(logger: Logger): void {
    this.#logger = logger;
  }

  #crash(error: unknown): never {
    const sentence = reportBug(error, { location: 'server', logger: this.#logger });
    process.stderr.write(`${sentence[this.#language]}\n`);
    process.exit(1);
  }
}
