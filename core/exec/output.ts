import { cleanKeepingColours } from '#lib/text/clean.ts';

/** Where a program's output goes on this side. */
export interface ExecOutput {
  /** The caller waits for its promise. @throws the stream's error, EPIPE when its reader has gone. */
  write(chunk: Uint8Array): void | Promise<void>;
  /** No more is coming. */
  end(): void | Promise<void>;
}

/**
 * Into a file or a pipe byte for byte. On a terminal as clean text, line feeds, tabs and colours kept: what the server's
 * files are called and contain must not move this terminal's cursor, set its title or paste into its input.
 */
export function execOutput(stream: NodeJS.WritableStream): ExecOutput {
  const output = new StreamOutput(stream);
  return 'isTTY' in stream && stream.isTTY ? new CleanOutput(output) : output;
}

class StreamOutput implements ExecOutput {
  readonly #stream: NodeJS.WritableStream;
  #error: Error | undefined;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    stream.on('error', (error: Error) => {
      this.#error = error;
    });
  }

  write(chunk: Uint8Array | string): void | Promise<void> {
    if (this.#error !== undefined) throw this.#error;
    if (!this.#stream.write(chunk)) return this.#drained();
  }

  end(): void {}

  #drained(): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.#stream.off('drain', settle).off('error', settle);
        if (this.#error === undefined) resolve();
        else reject(this.#error);
      };
      this.#stream.on('drain', settle).on('error', settle);
    });
  }
}

/** What may be the beginning of a line's end or of a colour. */
const esc = '\x1b';
const unfinished = new RegExp(`(?:\\r|${esc}(?:\\[[\\d;]{0,32})?)$`);

class CleanOutput implements ExecOutput {
  readonly #output: StreamOutput;
  /** Keeps a character whose last bytes are still to come. */
  readonly #decoder = new TextDecoder();
  #held = '';

  constructor(output: StreamOutput) {
    this.#output = output;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    const text = this.#held + this.#decoder.decode(chunk, { stream: true });
    this.#held = unfinished.exec(text)?.[0] ?? '';
    return this.#show(text.slice(0, text.length - this.#held.length));
  }

  end(): void | Promise<void> {
    return this.#show(this.#held + this.#decoder.decode());
  }

  #show(text: string): void | Promise<void> {
    if (text !== '') return this.#output.write(cleanKeepingColours(text));
  }
}
