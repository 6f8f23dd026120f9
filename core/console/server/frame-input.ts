import { Readable } from 'node:stream';

/** The client's input as a stream. `give` waits until there is room. */
export class FrameInput extends Readable {
  #wanted: () => void = () => {};
  #isOver = false;

  override _read(): void {
    this.#wanted();
  }

  /** Adds bytes, and waits for room. Bytes after the end of the console are dropped. */
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

  /** Ends a waiting `give`, because the console reads no more bytes. */
  discard(): void {
    this.#isOver = true;
    this.#wanted();
  }
}
