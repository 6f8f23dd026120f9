import { displayWidth } from '#lib/text/width.ts';
import { pointer } from './theme.ts';

/** Of a terminal, in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What a prompt shows, before its lines are broken at the terminal's right edge. */
export interface PromptView {
  readonly lines: readonly string[];
  /** Zero-based; the column may lie behind the end of its line. */
  readonly cursor: { readonly line: number; readonly column: number };
  readonly isCursorHidden: boolean;
}

/** A view on a terminal: each row fits, and there are no more rows than the terminal has. */
export interface Layout {
  readonly rows: readonly string[];
  /** Zero-based. A hidden cursor waits at the top left: from there everything can be erased, whatever a resize does. */
  readonly cursor: Position;
  readonly isCursorHidden: boolean;
  /** Of the terminal when this was laid out. */
  readonly size: Size;
}

interface Position {
  readonly row: number;
  readonly column: number;
}

const tabColumns = 8;
const esc = '\x1b';
const colour = new RegExp(`(${esc}\\[[\\d;]*m)`);
/** Made at the first use: most lines fit. */
let segmenter: Intl.Segmenter | undefined;
/**
 * Runs of characters that stand alone (what follows the last one may join it), and pieces of the rest: the time of a
 * segmenter grows with the square of a text's length.
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

/** @param target the column of the cursor, if it is on this line. @returns the rows, and where on them the cursor is. */
function wrap(line: string, columns: number, target = -1): Position & { readonly rows: readonly string[] } {
  const width = displayWidth(line);
  // Spaces at the end of a typed line are not in the view.
  const whole = line + ' '.repeat(Math.max(0, target - width));
  const fits = Math.max(width, target + 1) <= columns && !line.includes('\t');
  return fits ? { rows: [whole], row: 0, column: target } : wrapLong(whole, columns, target);
}

function wrapLong(line: string, columns: number, target: number) {
  const rows: string[] = [];
  let row = '';
  /** The column on this row, and on the line. */
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
  // Behind a full row there is no column left for the cursor.
  if (position === undefined && column >= columns) breakRow();
  position ??= { row: rows.length, column };
  return { ...position, rows: [...rows, row] };
}

/** Splits text into what a reader takes for characters. */
function* charactersOf(text: string): Generator<string> {
  for (const { 0: found, groups } of text.matchAll(piece)) {
    if (groups?.['plain'] !== undefined) yield* found;
    else {
      segmenter ??= new Intl.Segmenter();
      for (const { segment } of segmenter.segment(found)) yield segment;
    }
  }
}

/** Leaves out rows that do not fit: those farthest from the line that is lit up, or from the cursor. */
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
      // What a row that is left out switches on or off stays so.
    } else
      colours += row
        .split(colour)
        .filter((_, part) => part % 2 === 1)
        .join('');
  }
  const above = [...kept].filter((row) => row < cursor.row).length;
  return { rows: [...shown.slice(0, -1), (shown.at(-1) ?? '') + colours], cursor: { ...cursor, row: above } };
}
