import { displayWidth } from '#lib/text/width.ts';
import { pointer } from './theme.ts';

/** The size of a terminal in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The content of a prompt, before its lines are wrapped to the width of the terminal. */
export interface PromptView {
  readonly lines: readonly string[];
  /** Zero-based. The column may be after the end of its line. */
  readonly cursor: { readonly line: number; readonly column: number };
  readonly isCursorHidden: boolean;
}

/** A view that fits the terminal in width and height. */
export interface Layout {
  readonly rows: readonly string[];
  /** Zero-based. A hidden cursor is at the top left, from where everything can be erased even after a resize. */
  readonly cursor: Position;
  readonly isCursorHidden: boolean;
  /** Size of the terminal at the time of the layout. */
  readonly size: Size;
}

interface Position {
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
const topLeft: Position = { row: 0, column: 0 };

export function layOut({ lines, cursor, isCursorHidden }: PromptView, size: Size): Layout {
  const rows: string[] = [];
  let position = topLeft;
  for (const [index, line] of lines.entries()) {
    const target = index === cursor.line && !isCursorHidden ? cursor.column : undefined;
    const wrapped = wrap(line, size.columns, target);
    if (target !== undefined) position = { row: rows.length + wrapped.row, column: wrapped.column };
    rows.push(...wrapped.rows);
  }
  return { ...clip(rows, position, size.rows), isCursorHidden, size };
}

/** @param target the column of the cursor, if it is on this line. @returns the rows and the position of the cursor. */
function wrap(line: string, columns: number, target = -1): Position & { readonly rows: readonly string[] } {
  const width = displayWidth(line);
  // The view omits spaces at the end of a typed line.
  const whole = line + ' '.repeat(Math.max(0, target - width));
  const fits = Math.max(width, target + 1) <= columns && !line.includes('\t');
  return fits ? { rows: [whole], row: 0, column: target } : wrapLong(whole, columns, target);
}

function wrapLong(line: string, columns: number, target: number) {
  const rows: string[] = [];
  let row = '';
  // The column in this row, and in the whole line.
  let [column, lineColumn] = [0, 0];
  let position: Position | undefined;
  const breakRow = () => {
    rows.push(row);
    [row, column] = ['', 0];
  };
  for (const [index, part] of line.split(colour).entries()) {
    if (index % 2 === 1) row += part;
    else {
      for (const character of charactersOf(part)) {
        const text = character === '\t' ? ' '.repeat(tabColumns - (lineColumn % tabColumns)) : character;
        const width = displayWidth(text);
        if (column > 0 && column + width > columns) breakRow();
        if (lineColumn >= target) position ??= { row: rows.length, column };
        row += text;
        column += width;
        lineColumn += width;
      }
    }
  }
  // A full row has no column left for the cursor.
  if (position === undefined && column >= columns) breakRow();
  position ??= { row: rows.length, column };
  return { ...position, rows: [...rows, row] };
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

/** Removes rows that do not fit: those farthest from the active item, or else from the cursor. */
function clip(rows: readonly string[], cursor: Position, count: number): Pick<Layout, 'rows' | 'cursor'> {
  if (rows.length <= count) return { rows, cursor };
  const lit = rows.findIndex((row) => row.replace(colour, '').startsWith(pointer));
  const focus = lit < 0 ? cursor.row : lit;
  const distance = (row: number) => (row === cursor.row ? -1 : Math.abs(row - focus));
  const order = [...rows.keys()].sort((one, other) => distance(one) - distance(other));
  const kept = new Set(order.slice(0, count));
  const shown: string[] = [];
  let colours = '';
  for (const [index, row] of rows.entries()) {
    if (kept.has(index)) {
      shown.push(colours + row);
      colours = '';
      // The colour codes of a removed row still apply to the rows after it.
    } else
      colours += row
        .split(colour)
        .filter((_, part) => part % 2 === 1)
        .join('');
  }
  const above = [...kept].filter((row) => row < cursor.row).length;
  return { rows: [...shown.slice(0, -1), (shown.at(-1) ?? '') + colours], cursor: { ...cursor, row: above } };
}
