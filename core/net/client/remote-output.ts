import { toOutputError } from '#core/output-error.ts';
import { cleanKeepingColours } from '#lib/text/clean.ts';

/** An output of this process for bytes of a server: of a program that runs there, or of a file. */
export interface RemoteOutput {
  /** The caller awaits the promise before the next chunk. @throws ExitRequested or AppError when the output is lost. */
  write(chunk: Uint8Array): void | Promise<void>;
  /** Writes the held-back rest after the last chunk. */
  end(): void | Promise<void>;
}

/**
 * Opens an output. A file or a pipe gets the bytes unchanged. A terminal gets cleaned text with line feeds, tabs and
 * colours: other escape sequences in the server's files must not move the cursor, set the title or paste input.
 * @param mayBeLost drops what can no longer be written, as on standard error.
 */
export function remoteOutput(stream: NodeJS.WritableStream, { mayBeLost = false } = {}): RemoteOutput {
  const output = new StreamOutput(stream, mayBeLost);
  return 'isTTY' in stream && stream.isTTY ? new CleanOutput(output) : output;
}

class StreamOutput implements RemoteOutput {
  readonly #stream: NodeJS.WritableStream;
  readonly #mayBeLost: boolean;
  #error: Error | undefined;

  constructor(stream: NodeJS.WritableStream, mayBeLost: boolean) {
    this.#stream = stream;
    this.#mayBeLost = mayBeLost;
    stream.on('error', (error: Error) => {
      this.#error = toOutputError(error);
    });
  }

  write(chunk: Uint8Array | string): void | Promise<void> {
    if (this.#error !== undefined) return this.#lose(this.#error);
    if (!this.#stream.write(chunk)) return this.#drained();
  }

  end(): void {}

  #lose(error: Error): void {
    if (!this.#mayBeLost) throw error;
  }

  #drained(): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.#stream.off('drain', settle).off('error', settle);
        if (this.#error === undefined || this.#mayBeLost) resolve();
        else reject(this.#error);
      };
      this.#stream.on('drain', settle).on('error', settle);
    });
  }
}

/** The possible beginning of a CR LF or of a colour's escape sequence, at the end of a chunk. */
const esc = '\x1b';
const unfinished = new RegExp(`(?:\\r|${esc}(?:\\[[\\d;]{0,32})?)$`);

class CleanOutput implements RemoteOutput {
  readonly #output: StreamOutput;
  /** Its stream mode holds back a character that the chunk splits. */
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
