import { pointer } from './theme.ts';
import { type Position, wrap } from './wrap.ts';

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

const esc = '\x1b';
const colour = new RegExp(`(${esc}\\[[\\d;]*m)`);
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
