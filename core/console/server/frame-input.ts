import { Readable } from 'node:stream';

/** The bytes that a client types, as a stream. `give` waits until there is room for more. */
export class FrameInput extends Readable {
  #wanted: () => void = () => {};
  #isOver = false;

  override _read(): void {
    this.#wanted();
  }

  /** Bytes that come after the end of the console are dropped. */
  async give(bytes: Buffer): Promise<void> {
    if (this.#isOver || this.push(bytes)) return;
    await new Promise<void>((resolve) => {
      this.#wanted = resolve;
    });
  }

  /** The client's standard input has ended. */
  end(): void {
    if (!this.#isOver) this.push(null);
    this.#isOver = true;
  }

  /** Ends all waiting: the bytes are not read any more. */
  discard(): void {
    this.#isOver = true;
    this.#wanted();
  }
}
