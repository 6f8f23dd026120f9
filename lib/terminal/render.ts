import { displayWidth } from '#lib/text/width.ts';
import type { Layout } from './layout.ts';

export const hideCursor = '\x1b[?25l';
export const showCursor = '\x1b[?25h';
export const eraseLine = '\r\x1b[2K';
/** From the start of the cursor's row to the end of the screen. */
export const eraseBelow = '\r\x1b[J';

const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');
const down = (rows: number): string => (rows > 0 ? `\x1b[${rows}B` : '');
const toColumn = (column: number): string => `\x1b[${column + 1}G`;

/**
 * @param columns how wide the terminal is now.
 * @returns the bytes that draw `to` where `from` stands. Undefined is nothing, with the cursor shown.
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

/** @returns the bytes that draw the layout from the cursor on. */
export function draw(layout: Layout | undefined): string {
  if (layout === undefined) return '';
  const { rows, cursor } = layout;
  return rows.join('\n') + up(rows.length - 1 - cursor.row) + toColumn(cursor.column);
}

/**
 * @returns the bytes that erase a layout and leave the cursor where it began, also after a resize. Nearly every terminal
 * breaks the rows above the cursor anew when it gets narrower; the cursor's own row some break, some cut. That one
 * counts as cut: rather a rest of it stays than a line above goes.
 */
export function erase(layout: Layout | undefined, columns: number): string {
  if (layout === undefined) return '';
  const above = layout.rows.slice(0, layout.cursor.row);
  const rows = above.reduce((sum, row) => sum + Math.max(1, Math.ceil(displayWidth(row) / columns)), 0);
  return up(rows) + eraseBelow;
}

/** A terminal that was resized may have lost rows. */
function looksLike({ size, rows }: Layout, other: Layout): boolean {
  const isResized = size.columns !== other.size.columns || size.rows !== other.size.rows;
  return (
    !isResized && rows.length === other.rows.length && rows.every((row, index) => row === other.rows[index])
  );
}
