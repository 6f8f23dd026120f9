import type { Writable } from 'node:stream';
import { cleanKeepingColours, cleanWithoutColours } from '#lib/text/clean.ts';
import { type Layout, layOut, type PromptView, type Size } from './layout.ts';
import { ignoreErrors } from './lost-stream.ts';
import {
  draw,
  erase,
  eraseAbove,
  eraseBelow,
  eraseLine,
  hideCursor,
  pasteMarks,
  replace,
  showCursor,
} from './render.ts';
import { wrapText } from './wrap.ts';

export interface DisplayOptions {
  readonly output: Writable;
  /** The stream for warnings. Default: `output`, as for a terminal behind a socket. */
  readonly errors?: Writable | undefined;
  readonly colours: boolean;
  /** Default: the size that `output` has. */
  readonly size?: (() => Size) | undefined;
  /** True when the current line already has text; the display erases it before the first output. */
  readonly drawn?: boolean | undefined;
  /** Whether printed lines are wrapped at their words, as for a person. Default: false. */
  readonly wraps?: boolean;
  /** Called at every failed write to `output` (EPIPE, EIO, a reset). */
  readonly onBroken: () => void;
}

const columnsDefault = 80;
const rowsDefault = 24;

/**
 * The only writer to the output of a terminal. It coordinates printed lines, the open prompt and the transient line of a
 * spinner, so that none of them overwrites another.
 */
export class Display {
  readonly #output: Writable;
  readonly #errors: Writable;
  readonly #colours: boolean;
  readonly #wraps: boolean;
  readonly #known: () => Partial<Size>;
  readonly #onBroken: () => void;
  /** A line that the next output replaces; '' is the first prompt, which the launcher has drawn. */
  #transient: string | undefined;
  /** The view of the open prompt. */
  #view: PromptView | undefined;
  /** The layout of the view that is on the screen. */
  #layout: Layout | undefined;
  #drawing: NodeJS.Immediate | undefined;
  #held: (() => void)[] | undefined;
  /** The answers right above the cursor or the open prompt, the last one last. Other output ends the list. */
  #answers: string[] = [];
  #isClosed = false;
  #takesPastes = false;

  constructor({
    output,
    errors = output,
    colours,
    size,
    drawn = false,
    wraps = false,
    onBroken,
  }: DisplayOptions) {
    this.#output = output;
    this.#errors = errors;
    this.#colours = colours;
    this.#wraps = wraps;
    this.#known = size ?? (() => output as Writable & Partial<Size>);
    this.#transient = drawn ? '' : undefined;
    this.#onBroken = onBroken;
    output.on('error', onBroken).on('close', onBroken);
    // A broken error stream loses warnings only. Without a listener its error would end the process.
    if (errors !== output) ignoreErrors(errors);
  }

  /** A terminal of unknown size reports 0 or undefined; the default is 80 x 24. */
  get size(): Size {
    const { columns, rows } = this.#known();
    return { columns: columns || columnsDefault, rows: rows || rowsDefault };
  }

  /** Prints a text. While a prompt is open it waits for the answer. */
  print(text: string): void {
    if (this.#held === undefined) this.#print(this.#output, text);
    else this.#held.push(() => this.#print(this.#output, text));
  }

  /** Prints a warning at once, above the open prompt. */
  warn(text: string): void {
    this.#printAbove(this.#errors, text);
  }

  /** Prints a text above the open prompt, and draws the prompt again below it. */
  announce(text: string): void {
    this.#printAbove(this.#output, text);
  }

  /**
   * Shows a view of the prompt in place of the previous one; undefined removes the prompt. The display draws once per turn
   * of the event loop, because one key changes the view in several steps.
   */
  draw(view: PromptView | undefined): void {
    if (this.#isClosed) return;
    this.#view = view;
    this.#drawing ??= setImmediate(() => this.#drawNow());
  }

  /** Draws the open prompt again after a change of the terminal's size. A spinner adapts at its next step. */
  resized(): void {
    if (this.#layout === undefined) return;
    this.draw(this.#view);
    this.#drawNow();
  }

  /** Draws the open prompt at the cursor, below what another program has written over the old drawing. */
  drawAnew(): void {
    this.#answers = [];
    this.#layout = undefined;
    this.#transient = undefined;
    this.#output.write(eraseBelow + (this.#takesPastes ? pasteMarks.on : ''));
    this.draw(this.#view);
    this.#drawNow();
  }

  /** Lets the terminal mark what is pasted, or no longer. */
  takePastes(on: boolean): void {
    if (on === this.#takesPastes || this.#isClosed) return;
    this.#takesPastes = on;
    this.#output.write(on ? pasteMarks.on : pasteMarks.off);
  }

  /** Shows an answer in place of its prompt. */
  answered(line: string): void {
    const before = this.#answers;
    this.write(`${line}\n`);
    this.#answers = [...before, line];
  }

  /** Removes the last answer from the screen, if nothing has been shown since. */
  takeBack(): void {
    const before = [...this.#answers];
    const line = before.pop();
    if (line === undefined || this.#isClosed) return;
    this.write(eraseAbove(line, this.size.columns));
    this.#answers = before;
  }

  /** Writes bytes unchanged. */
  write(bytes: string): void {
    if (bytes !== '') this.#answers = [];
    this.#drawNow();
    this.#replaceTransient(bytes);
  }

  /** Shows a line that the next output replaces. It must be narrower than the terminal. Ignored while a prompt is open. */
  showTransient(line: string): void {
    // A slow reader skips this line and gets a later one.
    if (this.#isClosed || this.#held !== undefined || this.#output.writableNeedDrain) return;
    if (!this.#transient) this.#replaceTransient(hideCursor);
    // The cursor stays at the start, so that the line can be erased even after a resize has wrapped it.
    this.#output.write(`${this.#transient ? eraseBelow : ''}${line}\r`);
    this.#transient = line;
  }

  erase(): void {
    if (this.#transient !== undefined) this.write('');
  }

  /** Buffers printed lines. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const show of held) show();
  }

  /** Removes the prompt and the transient line, prints the buffered lines, and stops listening to the output. */
  close(): void {
    this.draw(undefined);
    this.#drawNow();
    this.release();
    this.erase();
    this.takePastes(false);
    this.#isClosed = true;
    this.#output.off('error', this.#onBroken).off('close', this.#onBroken);
    ignoreErrors(this.#output);
  }

  #printAbove(stream: Writable, text: string): void {
    this.#answers = [];
    this.#drawNow();
    const layout = this.#layout;
    if (layout === undefined) {
      this.#print(stream, text);
      return;
    }
    const [erased, line, drawn] = [
      erase(layout, this.size.columns),
      `${this.#cleaned(text)}\n`,
      draw(layout),
    ];
    if (stream === this.#output) stream.write(erased + line + drawn);
    else {
      // Two streams, and usually one terminal.
      this.#output.write(erased);
      stream.write(line);
      this.#output.write(drawn);
    }
  }

  #print(stream: Writable, text: string): void {
    this.#answers = [];
    this.#drawNow();
    const transient = this.#transient;
    this.erase();
    stream.write(`${this.#cleaned(text)}\n`);
    if (transient) this.showTransient(transient);
  }

  #drawNow(): void {
    if (this.#drawing === undefined) return;
    clearImmediate(this.#drawing);
    this.#drawing = undefined;
    const { size } = this;
    const layout = this.#view && layOut(this.#view, size);
    this.#replaceTransient(replace(this.#layout, layout, size.columns));
    this.#layout = layout;
  }

  #replaceTransient(bytes: string): void {
    const transient = this.#transient;
    this.#transient = undefined;
    const erased = transient === undefined ? '' : transient === '' ? eraseLine : eraseBelow + showCursor;
    // One write, so that the screen does not flicker between the erasing and the new output.
    if (erased + bytes !== '') this.#output.write(erased + bytes);
  }

  #cleaned(text: string): string {
    const cleaned = this.#colours ? cleanKeepingColours(text) : cleanWithoutColours(text);
    return this.#wraps ? wrapText(cleaned, this.size.columns) : cleaned;
  }
}
