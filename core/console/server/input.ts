import { Readable } from 'node:stream';

/** What a client types, as a stream. Whoever gives waits until there is room for more. */
export class FrameInput extends Readable {
  #wanted: () => void = () => {};
  #isOver = false;

  override _read(): void {
    this.#wanted();
  }

  /** Nothing is kept once the console is over. */
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

  /** Nobody reads any more; whoever gives is let go. */
  discard(): void {
    this.#isOver = true;
    this.#wanted();
  }
}
