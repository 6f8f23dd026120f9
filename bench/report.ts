import { table } from '#lib/terminal/table.ts';

export interface Row {
  readonly name: string;
  /** With its unit. */
  readonly value: string;
  readonly ratio?: string;
  /** `<= 1.2` or `>= 0.9`: the target of the ratio, or of the value if there is no ratio. */
  readonly target?: string;
}

export interface Report {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** @returns the report as a table, with a verdict on each row that has a target. */
export function reportText({ title, rows }: Report, width: number): string {
  const columns = [
    { title, keep: true as const },
    { title: 'value', align: 'right' as const, keep: true as const },
  ];
  const cells = rows.map((row) => [row.name, row.value, row.ratio ?? '', row.target ?? '', verdict(row)]);
  return table([...columns, { title: 'ratio' }, { title: 'target' }, { title: '' }], cells, {
    width,
    colours: false,
  });
}

/** `met`, or by how much the figure misses its target. */
function verdict({ value, ratio, target }: Row): string {
  if (target === undefined) return '';
  const figure = Number.parseFloat((ratio ?? value).replaceAll(',', ''));
  const [relation, bound] = [target.slice(0, 2), Number.parseFloat(target.slice(2))];
  const isMet = relation === '<=' ? figure <= bound : figure >= bound;
  return isMet ? 'met' : `MISSED by ${Math.abs((figure / bound - 1) * 100).toFixed(0)} %`;
}
