import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { lineCharsMax } from './line-limit.ts';
import { ignoreErrors } from './lost-stream.ts';

/** A line, or the reason why there is none. */
export type Line =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'too long' }
  | { readonly kind: 'end' };

/** The reader pauses the input at these limits, so that `yes | app` does not fill the memory. */
const linesAheadMax = 1_000;
const charsAheadMax = 8 * lineCharsMax;

/** The only reader of a piped input, from its first to its last line. A new reader for every question would lose lines. */
export class LineReader {
  readonly #input: Readable;
  readonly #utf8 = new StringDecoder('utf8');
  readonly #lines: Line[] = [];
  #charsAhead = 0;
  #begun = '';
  #tooLong = false;
  #first = true;
  #ended = false;
  #waiting: ((line: Line) => void) | undefined;

  constructor(input: Readable) {
    this.#input = input;
    input.on('data', this.#read).on('end', this.#end).on('error', this.#end).on('close', this.#end);
    if (input.destroyed || input.readableEnded) this.#end();
  }

  /** Whether every line has been taken. */
  get isAtEnd(): boolean {
    return this.#ended && this.#lines.length === 0;
  }

  /** @returns the next line without its line end; after the last line always `end`. Only one call may wait at a time. */
  next(): Promise<Line> {
    const line = this.#lines.shift();
    if (line?.kind === 'line') this.#charsAhead -= line.text.length;
    if (!this.#isFull) this.#input.resume();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#ended) return Promise.resolve({ kind: 'end' });
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** Stops reading, even while the other side keeps the input open. */
  close(): void {
    this.#input.off('data', this.#read).off('end', this.#end).off('error', this.#end).off('close', this.#end);
    ignoreErrors(this.#input);
    this.#input.pause();
    this.#end();
  }

  readonly #read = (chunk: Buffer | string): void => {
    let text = typeof chunk === 'string' ? chunk : this.#utf8.write(chunk);
    if (this.#first && text !== '') {
      this.#first = false;
      if (text.startsWith('\ufeff')) text = text.slice(1);
    }
    const parts = text.split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      this.#grow(part);
      this.#finish();
    }
    this.#grow(rest);
    if (this.#isFull) this.#input.pause();
  };

  readonly #end = (): void => {
    if (this.#ended) return;
    this.#grow(this.#utf8.end());
    if (this.#begun !== '' || this.#tooLong) this.#finish();
    this.#ended = true;
    if (this.#waiting !== undefined) this.#give({ kind: 'end' });
  };

  /** Discards the text of a line that exceeds the limit, and remembers that it was too long. */
  #grow(part: string): void {
    if (this.#begun.length + part.length > lineCharsMax) {
      this.#tooLong = true;
      this.#begun = '';
    }
    if (!this.#tooLong) this.#begun += part;
  }

  #finish(): void {
    const text = this.#begun.endsWith('\r') ? this.#begun.slice(0, -1) : this.#begun;
    const line: Line = this.#tooLong ? { kind: 'too long' } : { kind: 'line', text };
    this.#begun = '';
    this.#tooLong = false;
    this.#give(line);
  }

  #give(line: Line): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) waiting(line);
    else {
      this.#lines.push(line);
      if (line.kind === 'line') this.#charsAhead += line.text.length;
    }
  }

  get #isFull(): boolean {
    return this.#lines.length >= linesAheadMax || this.#charsAhead >= charsAheadMax;
  }
}
