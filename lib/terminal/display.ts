import type { Writable } from 'node:stream';
import { cleanKeepingColours, cleanWithoutColours } from '#lib/text/clean.ts';
import { type Layout, layOut, type PromptView, type Size } from './layout.ts';
import { ignoreErrors } from './lost-stream.ts';
import { draw, erase, eraseBelow, eraseLine, hideCursor, replace, showCursor } from './render.ts';

export interface DisplayOptions {
  readonly output: Writable;
  /** Left out: warnings go to `output`, as on a terminal behind a socket. */
  readonly errors?: Writable | undefined;
  readonly colours: boolean;
  /** Left out, the output knows it. */
  readonly size?: (() => Size) | undefined;
  /** Something is on the current line already, to be erased before anything else is shown. */
  readonly drawn?: boolean | undefined;
  /** The other side of `output` is gone: EPIPE, EIO, a reset. Called at every write that fails. */
  readonly onBroken: () => void;
}

const columnsDefault = 80;
const rowsDefault = 24;

/**
 * The one writer of a terminal's output: keeps lines, the open prompt and the passing line of a spinner out of each
 * other's way.
 */
export class Display {
  readonly #output: Writable;
  readonly #errors: Writable;
  readonly #colours: boolean;
  readonly #known: () => Partial<Size>;
  readonly #onBroken: () => void;
  /** Shown until the next line takes its place; '' is a prompt that the launcher has drawn. */
  #passing: string | undefined;
  /** What the open prompt shows. */
  #view: PromptView | undefined;
  /** How it stands on the screen. */
  #layout: Layout | undefined;
  #drawing: NodeJS.Immediate | undefined;
  #held: (() => void)[] | undefined;
  #isClosed = false;

  constructor({ output, errors = output, colours, size, drawn = false, onBroken }: DisplayOptions) {
    this.#output = output;
    this.#errors = errors;
    this.#colours = colours;
    this.#known = size ?? (() => output as Writable & Partial<Size>);
    this.#passing = drawn ? '' : undefined;
    this.#onBroken = onBroken;
    output.on('error', onBroken).on('close', onBroken);
    // A lost error stream loses warnings only. Without a listener it would end the process.
    if (errors !== output) ignoreErrors(errors);
  }

  /** A terminal that does not know its size says 0, or nothing. */
  get size(): Size {
    const { columns, rows } = this.#known();
    return { columns: columns || columnsDefault, rows: rows || rowsDefault };
  }

  print(text: string): void {
    this.#line(this.#output, text);
  }

  warn(text: string): void {
    this.#line(this.#errors, text);
  }

  /** Prints above the open prompt, which stays as it is. */
  announce(text: string): void {
    this.#drawNow();
    if (this.#layout === undefined) this.#print(this.#output, text);
    else
      this.#output.write(
        `${erase(this.#layout, this.size.columns)}${this.#cleaned(text)}\n${draw(this.#layout)}`,
      );
  }

  /**
   * Shows a prompt in place of what it showed before; undefined takes it away. Drawn once per turn of the event loop: a
   * key changes a prompt in several steps, which need not be seen, or sent where the terminal is behind a socket.
   */
  draw(view: PromptView | undefined): void {
    if (this.#isClosed) return;
    this.#view = view;
    this.#drawing ??= setImmediate(() => this.#drawNow());
  }

  /** Draws the open prompt anew on a terminal that got another size. A spinner follows by itself. */
  resized(): void {
    if (this.#layout === undefined) return;
    this.draw(this.#view);
    this.#drawNow();
  }

  /** Writes bytes as they are. */
  write(bytes: string): void {
    this.#drawNow();
    this.#replacePassing(bytes);
  }

  /** Shows a line, shorter than the terminal is wide, that the next one replaces. Not while a prompt is open. */
  pass(line: string): void {
    // A slow reader gets the next one.
    if (this.#isClosed || this.#held !== undefined || this.#output.writableNeedDrain) return;
    if (!this.#passing) this.#replacePassing(hideCursor);
    // With the cursor at its start, the line can be erased also after a terminal has broken it anew.
    this.#output.write(`${this.#passing ? eraseBelow : ''}${line}\r`);
    this.#passing = line;
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

  /** Leaves nothing on the screen but lines, and lets go of the output. */
  close(): void {
    this.draw(undefined);
    this.#drawNow();
    this.release();
    this.erase();
    this.#isClosed = true;
    this.#output.off('error', this.#onBroken).off('close', this.#onBroken);
    ignoreErrors(this.#output);
  }

  #line(stream: Writable, text: string): void {
    if (this.#held === undefined) this.#print(stream, text);
    else this.#held.push(() => this.#print(stream, text));
  }

  #print(stream: Writable, text: string): void {
    this.#drawNow();
    const passing = this.#passing;
    this.erase();
    stream.write(`${this.#cleaned(text)}\n`);
    if (passing) this.pass(passing);
  }

  #drawNow(): void {
    if (this.#drawing === undefined) return;
    clearImmediate(this.#drawing);
    this.#drawing = undefined;
    const { size } = this;
    const layout = this.#view && layOut(this.#view, size);
    this.#replacePassing(replace(this.#layout, layout, size.columns));
    this.#layout = layout;
  }

  #replacePassing(bytes: string): void {
    const passing = this.#passing;
    this.#passing = undefined;
    const erased = passing === undefined ? '' : passing === '' ? eraseLine : eraseBelow + showCursor;
    // In one piece: otherwise the line is seen to go away before what takes its place is there.
    if (erased + bytes !== '') this.#output.write(erased + bytes);
  }

  #cleaned(text: string): string {
    return this.#colours ? cleanKeepingColours(text) : cleanWithoutColours(text);
  }
}
