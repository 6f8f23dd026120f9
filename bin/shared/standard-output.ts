import { setImmediate as immediate } from 'node:timers/promises';
import { AppError } from '#core/errors.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { toOutputError } from '#core/output-error.ts';

/** Standard output of this process. Its loss, as that of standard error, is never a bug. */
export class StandardOutput {
  #failure: AppError | undefined;

  /** @param onHangup called when standard output was a terminal that is closed now. */
  constructor(onHangup: () => void = () => {}) {
    // Losing standard error loses sentences. It changes no exit code.
    process.stderr.on('error', () => {});
    process.stdout.on('error', (error) => {
      if (process.stdout.isTTY) onHangup();
      else this.#fail(error);
    });
  }

  /**
   * Waits until all output is written.
   * @param code the exit code of the work. @param show shows a sentence on standard error.
   * @returns the exit code of the process: a result that could not be written is not done.
   */
  async end(code: number, show: (error: AppError) => void): Promise<number> {
    const { stdout } = process;
    // Without waiting bytes, the empty write could itself fail, as on a full device.
    if (stdout.writableLength > 0) await new Promise((written) => stdout.write('', written));
    // An error is emitted after the write that failed.
    await immediate();
    if (this.#failure === undefined) return code;
    show(this.#failure);
    return code === 0 || code === exitCodeOf('unread') ? this.#failure.exitCode : code;
  }

  /** A closed pipe (`| head -1`) is no failure: the reader has what it wants. */
  #fail(error: Error): void {
    const failure = toOutputError(error);
    if (failure instanceof AppError) this.#failure ??= failure;
  }
}
