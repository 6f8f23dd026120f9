import { clean } from '#lib/text/clean.ts';
import { displayWidth, pad, truncate } from '#lib/text/width.ts';
import { style } from './style.ts';

export interface Column {
  readonly title: string;
  /** Default: right for a column of numbers, left for others. */
  readonly align?: 'left' | 'right';
  /** The column is never cut. */
  readonly keep?: true;
}

export interface TableOptions {
  /** Width of the terminal in columns. A wider table cuts its widest text columns. */
  readonly width: number;
  readonly colours: boolean;
}

interface Layout {
  readonly keep: boolean;
  readonly align: 'left' | 'right';
  width: number;
}

const gap = '  ';
const textWidthMin = 4;
const number = /^[-+]?[¥$€]?\s?\d[\d,]*(\.\d+)?\s?%?$/;

/**
 * @returns the lines of the table, joined by line feeds. Columns are aligned by display width, so also with Chinese and
 * emoji. Cells are cleaned. When the table does not fit the terminal, each row becomes a list with one cell per line.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, colours }: TableOptions,
): string {
  const titles = columns.map(({ title }) => clean(title));
  const cells = rows.map((row) => columns.map((_, index) => clean(row[index] ?? '')));
  const layout = columns.map(({ align, keep = false }, index): Layout => {
    const values = cells.map((row) => row[index] ?? '');
    return {
      keep,
      align: align ?? (isNumeric(values) ? 'right' : 'left'),
      width: values.reduce(
        (most, value) => Math.max(most, displayWidth(value)),
        displayWidth(titles[index] ?? ''),
      ),
    };
  });
  const room = width - gap.length * (columns.length - 1);
  shrink(layout, room);
  if (rows.length > 0 && widthOf(layout) > room) return lists(titles, cells, { width, colours });
  const { bold, dim } = style(colours);
  return [
    lineOf(titles, layout, bold),
    dim(layout.map((column) => '─'.repeat(column.width)).join(gap)),
    ...cells.map((row) => lineOf(row, layout)),
  ].join('\n');
}

function isNumeric(values: readonly string[]): boolean {
  const filled = values.filter((value) => value !== '');
  return filled.length > 0 && filled.every((value) => number.test(value));
}

const widthOf = (layout: readonly Layout[]): number => layout.reduce((sum, { width }) => sum + width, 0);

/** One cell per line, because a table that the terminal wraps is not readable. */
function lists(
  titles: readonly string[],
  cells: readonly (readonly string[])[],
  { width, colours }: TableOptions,
): string {
  const { bold } = style(colours);
  const titleWidth = Math.max(...titles.map(displayWidth));
  const valueWidth = Math.max(textWidthMin, width - titleWidth - gap.length);
  const line = (value: string, index: number): string =>
    `${pad(bold(titles[index] ?? ''), titleWidth)}${gap}${truncate(value, valueWidth)}`;
  const list = (row: readonly string[]): string =>
    row
      .map(line)
      .filter((_, index) => row[index] !== '')
      .join('\n');
  return cells.map(list).join('\n\n');
}

/** Narrows the widest text column by one, repeatedly. Columns of numbers stay whole: a cut amount would be wrong. */
function shrink(layout: readonly Layout[], widthMax: number): void {
  const texts = layout.filter(({ align, keep }) => align === 'left' && !keep);
  for (let excess = widthOf(layout) - widthMax; excess > 0; excess--) {
    const widest = texts.reduce<Layout | undefined>(
      (most, one) => (most && most.width >= one.width ? most : one),
      undefined,
    );
    if (widest === undefined || widest.width <= textWidthMin) return;
    widest.width--;
  }
}

function lineOf(
  cells: readonly string[],
  layout: readonly Layout[],
  format = (text: string) => text,
): string {
  return layout
    .map(({ width, align }, index) => pad(format(truncate(cells[index] ?? '', width)), width, align))
    .join(gap)
    .trimEnd();
}
