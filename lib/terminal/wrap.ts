import { displayWidth } from '#lib/text/width.ts';

/** Zero-based. */
export interface Position {
  readonly row: number;
  readonly column: number;
}

const tabColumns = 8;
const esc = '\x1b';
const colour = new RegExp(`(${esc}\\[[\\d;]*m)`);
/** Created at the first use: most lines need no wrapping. */
let segmenter: Intl.Segmenter | undefined;
/**
 * Splits a text into runs of single characters, and pieces that need a segmenter. The time of a segmenter grows with the
 * square of the length, so a piece is short. A run ends before a character that may join its last one.
 */
const piece = /(?<plain>[ -~\u4e00-\u9fff]+(?=[ -~\u4e00-\u9fff]|$))|.[^ -~\u4e00-\u9fff]{0,512}/gsu;
/** Characters that stay with the one before them. */
const closing = /^[,.;:!?)\]}%…，。、；：！？）」』】》”’]/u;
/** The start of an indented line, up to its second column of text. */
const firstColumn = /^ +(?:\S+(?: \S+)* {2,})?/;

/** Wraps a printed text at its words. The further rows of a line start below its text, or below its second column. */
export function wrapText(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => {
      if (displayWidth(line) <= columns || line.includes('\t')) return line;
      const head = firstColumn.exec(line)?.[0] ?? '';
      const indent = displayWidth(head) <= columns / 2 ? displayWidth(head) : 0;
      const wrapped = wrap(indent === 0 ? line : line.slice(head.length), columns - indent);
      const rows = wrapped.rows.map((row) => row.trimEnd());
      return (indent === 0 ? '' : head) + rows.join(`\n${' '.repeat(indent)}`);
    })
    .join('\n');
}

/** @param target the column of the cursor, if it is on this line. @returns the rows and the position of the cursor. */
export function wrap(
  line: string,
  columns: number,
  target = -1,
): Position & { readonly rows: readonly string[] } {
  const width = displayWidth(line);
  // The view omits spaces at the end of a typed line.
  const whole = line + ' '.repeat(Math.max(0, target - width));
  const fits = Math.max(width, target + 1) <= columns && !line.includes('\t');
  return fits ? { rows: [whole], row: 0, column: target } : new Wrapping(columns, target).wrap(whole);
}

/** The rows of one long line. A row ends at a space or at a Chinese character; only a word longer than a row is cut. */
class Wrapping {
  readonly #columns: number;
  readonly #target: number;
  readonly #rows: string[] = [];
  #row = '';
  /** The column in this row, and in the whole line. */
  #column = 0;
  #lineColumn = 0;
  /** The last place in this row where it may end. */
  #end = { chars: 0, column: 0 };
  #before = '';
  #position: Position | undefined;

  constructor(columns: number, target: number) {
    this.#columns = columns;
    this.#target = target;
  }

  wrap(line: string): Position & { readonly rows: readonly string[] } {
    for (const [index, part] of line.split(colour).entries()) {
      if (index % 2 === 1) this.#row += part;
      else for (const character of charactersOf(part)) this.#add(character);
    }
    // A full row has no column left for the cursor.
    if (this.#target >= 0 && this.#position === undefined && this.#column >= this.#columns)
      this.#break(this.#here());
    const position = this.#position ?? { row: this.#rows.length, column: this.#column };
    return { ...position, rows: [...this.#rows, this.#row] };
  }

  #add(character: string): void {
    const text = character === '\t' ? ' '.repeat(tabColumns - (this.#lineColumn % tabColumns)) : character;
    const width = displayWidth(text);
    const isFull = () => this.#column > 0 && this.#column + width > this.#columns;
    // A space that ends a row needs no column, except where the cursor may be.
    const isDropped = character === ' ' && this.#target < 0 && isFull();
    if (!isDropped) {
      if (this.#mayEndBefore(character, width)) this.#end = this.#here();
      if (isFull() && this.#end.column > 0) this.#break(this.#end);
      if (isFull()) this.#break(this.#here());
      if (this.#lineColumn >= this.#target)
        this.#position ??= { row: this.#rows.length, column: this.#column };
      this.#row += text;
      this.#column += width;
    }
    this.#lineColumn += width;
    this.#before = character;
  }

  #mayEndBefore(character: string, width: number): boolean {
    if (character === ' ' || closing.test(character)) return false;
    return this.#before === ' ' || width > 1 || displayWidth(this.#before) > 1;
  }

  #here() {
    return { chars: this.#row.length, column: this.#column };
  }

  /** Ends the row at a place; what is behind it starts the next row. */
  #break({ chars, column }: { readonly chars: number; readonly column: number }): void {
    const index = this.#rows.length;
    this.#rows.push(this.#row.slice(0, chars));
    this.#row = this.#row.slice(chars);
    this.#column -= column;
    this.#end = { chars: 0, column: 0 };
    const position = this.#position;
    if (position?.row === index && position.column >= column)
      this.#position = { row: index + 1, column: position.column - column };
  }
}

/** Splits a text into graphemes. */
function* charactersOf(text: string): Generator<string> {
  for (const { 0: found, groups } of text.matchAll(piece)) {
    if (groups?.['plain'] !== undefined) yield* found;
    else {
      segmenter ??= new Intl.Segmenter();
      for (const { segment } of segmenter.segment(found)) yield segment;
    }
  }
}
