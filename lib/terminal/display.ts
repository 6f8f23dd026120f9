import type { Writable } from 'node:stream';
import { cleanKeepingColours, cleanWithoutColours } from '#lib/text/clean.ts';

export interface DisplayParts {
  readonly output: Writable;
  /** Left out: warnings go to `output`, as on a remote console. */
  readonly errors?: Writable | undefined;
  readonly colours: boolean;
  /** Something is on the current line already, to be erased before anything else is shown. */
  readonly drawn?: boolean | undefined;
  /** The other side of `output` is gone: EPIPE, EIO, a reset. Called at every write that fails. */
  readonly onBroken: () => void;
}

const eraseLine = '\r\x1b[2K';

/** The one writer of a terminal's output: keeps lines, prompts and the passing line of a spinner out of each other's way. */
export class Display {
  readonly #output: Writable;
  readonly #errors: Writable;
  readonly #colours: boolean;
  /** Shown until the next line takes its place; '' is the frame that somebody else has drawn. */
  #passing: string | undefined;
  #held: (() => void)[] | undefined;

  constructor({ output, errors = output, colours, drawn = false, onBroken }: DisplayParts) {
    this.#output = output;
    this.#errors = errors;
    this.#colours = colours;
    this.#passing = drawn ? '' : undefined;
    output.on('error', onBroken);
    // A lost error stream loses warnings only. Without a listener it would end the process.
    if (errors !== output) errors.on('error', ignore);
  }

  print(text: string): void {
    this.#line(this.#output, text);
  }

  warn(text: string): void {
    this.#line(this.#errors, text);
  }

  /** Writes bytes as they are, for a prompt that draws itself. */
  write(bytes: string): void {
    // In one piece: otherwise the line is seen to go away before what takes its place is there.
    this.#output.write(this.#passing === undefined ? bytes : eraseLine + bytes);
    this.#passing = undefined;
  }

  /** Shows a line that the next one replaces. Not while a prompt is open. */
  pass(frame: string): void {
    if (this.#held !== undefined) return;
    this.write(frame);
    this.#passing = frame;
  }

  /** Takes the passing line away. */
  erase(): void {
    if (this.#passing !== undefined) this.write('');
  }

  /** Keeps lines back until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const show of held) show();
  }

  close(): void {
    this.release();
    this.erase();
  }

  #line(stream: Writable, text: string): void {
    if (this.#held !== undefined) {
      this.#held.push(() => this.#line(stream, text));
      return;
    }
    const passing = this.#passing;
    this.erase();
    const cleaned = this.#colours ? cleanKeepingColours(text) : cleanWithoutColours(text);
    if (stream === this.#output) this.write(`${cleaned}\n`);
    else stream.write(`${cleaned}\n`);
    if (passing) this.pass(passing);
  }
}

function ignore(): void {}
