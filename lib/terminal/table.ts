import { clean } from '#lib/text/clean.ts';
import { displayWidth, pad, truncate } from '#lib/text/width.ts';
import { style } from './style.ts';

export interface Column {
  readonly title: string;
  /** Default: right for a column of numbers, left for others. */
  readonly align?: 'left' | 'right';
  /** The column is never cut. */
  readonly keep?: true;
  /** In a narrow terminal this column gives way before others, the one with 1 first: it is cut, written briefly or left out. */
  readonly givesWay?: number;
  /** A shorter form of a cell. Without it the column is cut. */
  readonly brief?: (cell: string) => string;
  /** The column is left out where it would be narrower than this. */
  readonly leftOutBelow?: number;
}

export interface TableOptions {
  /** Width of the terminal in columns. In a wider table columns give way, at last the widest text columns. */
  readonly width: number;
  readonly colours: boolean;
}

interface Layout {
  readonly index: number;
  /** Title and cells. */
  readonly values: readonly string[];
  readonly keep: boolean;
  readonly align: 'left' | 'right';
  brief: (cell: string) => string;
  width: number;
  isLeftOut: boolean;
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
    const inColumn = cells.map((row) => row[index] ?? '');
    const values = [titles[index] ?? '', ...inColumn];
    return {
      index,
      values,
      keep,
      align: align ?? (isNumeric(inColumn) ? 'right' : 'left'),
      brief: (cell) => cell,
      width: widthOfWidest(values),
      isLeftOut: false,
    };
  });
  giveWay(columns, layout, width);
  shrink(layout, width);
  if (rows.length > 0 && widthOf(layout) > width) return lists(titles, cells, { width, colours });
  const { bold, dim } = style(colours);
  return [
    lineOf(titles, layout, bold),
    dim(
      shownOf(layout)
        .map(({ width }) => '─'.repeat(width))
        .join(gap),
    ),
    ...cells.map((row) => lineOf(row, layout)),
  ].join('\n');
}

/** Narrows the columns that give way, in their order, until the table fits. */
function giveWay(columns: readonly Column[], layout: readonly Layout[], widthMax: number): void {
  const inOrder = [...columns.entries()]
    .filter(([, { givesWay }]) => givesWay !== undefined)
    .sort(([, one], [, other]) => (one.givesWay ?? 0) - (other.givesWay ?? 0));
  for (const [index, { brief, leftOutBelow = 0 }] of inOrder) {
    const column = layout[index];
    const excess = widthOf(layout) - widthMax;
    if (column === undefined || excess <= 0) return;
    if (brief !== undefined) {
      column.brief = brief;
      column.width = widthOfWidest(column.values.map(brief));
    } else if (column.width - excess < leftOutBelow) column.isLeftOut = true;
    else column.width = Math.max(Math.min(column.width, textWidthMin), column.width - excess);
  }
}

function isNumeric(values: readonly string[]): boolean {
  const filled = values.filter((value) => value !== '');
  return filled.length > 0 && filled.every((value) => number.test(value));
}

/** Not by spreading: an array of 200,000 arguments is too long for a call. */
const widthOfWidest = (values: readonly string[]): number =>
  values.reduce((most, value) => Math.max(most, displayWidth(value)), 0);

const shownOf = (layout: readonly Layout[]): readonly Layout[] =>
  layout.filter(({ isLeftOut }) => !isLeftOut);

/** The width of the table, with the gaps between its columns. */
const widthOf = (layout: readonly Layout[]): number =>
  shownOf(layout).reduce((sum, { width }) => sum + gap.length + width, -gap.length);

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
  const texts = shownOf(layout).filter(({ align, keep }) => align === 'left' && !keep);
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
  return shownOf(layout)
    .map(({ index, width, align, brief }) =>
      pad(format(truncate(brief(cells[index] ?? ''), width)), width, align),
    )
    .join(gap)
    .trimEnd();
}
