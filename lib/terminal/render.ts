import { displayWidth } from '#lib/text/width.ts';
import type { Layout } from './layout.ts';

export const hideCursor = '\x1b[?25l';
export const showCursor = '\x1b[?25h';
/** Bracketed paste: the terminal puts a sequence before and behind a pasted text. */
export const pasteMarks = { on: '\x1b[?2004h', off: '\x1b[?2004l' } as const;
export const eraseLine = '\r\x1b[2K';
/** Erases from the start of the cursor's row to the end of the screen. */
export const eraseBelow = '\r\x1b[J';

const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');
const down = (rows: number): string => (rows > 0 ? `\x1b[${rows}B` : '');
const toColumn = (column: number): string => `\x1b[${column + 1}G`;

/**
 * @param from the layout on the screen; undefined for none, with the cursor shown. `to` likewise.
 * @param columns the current width of the terminal.
 * @returns the bytes that draw `to` in place of `from`.
 */
export function replace(from: Layout | undefined, to: Layout | undefined, columns: number): string {
  const wasHidden = from?.isCursorHidden ?? false;
  const isHidden = to?.isCursorHidden ?? false;
  const cursor = wasHidden === isHidden ? '' : isHidden ? hideCursor : showCursor;
  if (from === undefined || to === undefined || !looksLike(from, to)) {
    return erase(from, columns) + draw(to) + cursor;
  }
  const rows = to.cursor.row - from.cursor.row;
  return down(rows) + up(-rows) + toColumn(to.cursor.column) + cursor;
}

/** @returns the bytes that draw the layout at the cursor. */
export function draw(layout: Layout | undefined): string {
  if (layout === undefined) return '';
  const { rows, cursor } = layout;
  return rows.join('\n') + up(rows.length - 1 - cursor.row) + toColumn(cursor.column);
}

/**
 * @param columns the current width of the terminal, which may have changed since the drawing.
 * @returns the bytes that erase a layout and move the cursor to its start. When a terminal gets narrower, nearly all
 * terminals wrap the rows above the cursor again. Some wrap the row of the cursor and some cut it. This function assumes
 * a cut: otherwise it could erase a line above the prompt, which is worse than a rest of the row on the screen.
 */
export function erase(layout: Layout | undefined, columns: number): string {
  if (layout === undefined) return '';
  const above = layout.rows.slice(0, layout.cursor.row);
  return up(above.length === 0 ? 0 : rowsOf(above.join('\n'), columns)) + eraseBelow;
}

/** @returns the bytes that erase a line above the cursor, which may be a line of several rows. */
export function eraseAbove(text: string, columns: number): string {
  return up(rowsOf(text, columns)) + eraseBelow;
}

const rowsOf = (text: string, columns: number): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / columns)), 0);

/** False after a resize, because the terminal may have lost rows. */
function looksLike({ size, rows }: Layout, other: Layout): boolean {
  const isResized = size.columns !== other.size.columns || size.rows !== other.size.rows;
  return (
    !isResized && rows.length === other.rows.length && rows.every((row, index) => row === other.rows[index])
  );
}
