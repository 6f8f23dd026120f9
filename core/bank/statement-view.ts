import type { Json } from '#core/command.ts';
import type { StatementLine } from '#db/bank/journal.ts';
import { localSecond } from '#lib/local-time.ts';
import { sparkline } from '#lib/terminal/sparkline.ts';
import { type Column, type TableOptions, table } from '#lib/terminal/table.ts';
import { csv } from '#lib/text/csv.ts';
import type { Language, Text } from '#lib/text/text.ts';
import { formatMoney, groupMoney } from './money.ts';

const titles = {
  time: { zh: '时间', en: 'Time' },
  kind: { zh: '类型', en: 'Kind' },
  counterparty: { zh: '对方', en: 'With' },
  amount: { zh: '金额', en: 'Amount' },
  fee: { zh: '其中手续费', en: 'Incl. fee' },
  balance: { zh: '余额', en: 'Balance' },
  id: { zh: '编号', en: 'Id' },
} as const satisfies Record<string, Text>;

/** What gives way in a narrow terminal: the id first, then the seconds, then the counterparty. */
const columnRules: Readonly<Partial<Record<keyof typeof titles, Omit<Column, 'title'>>>> = {
  time: { keep: true, givesWay: 2, brief: (second) => second.slice(0, 'YYYY-MM-DD hh:mm'.length) },
  kind: { keep: true },
  counterparty: { align: 'left', givesWay: 3 },
  id: { align: 'left', givesWay: 1, leftOutBelow: 8 },
};

const time = ({ atMs }: StatementLine): string => localSecond(atMs);

/** The statement as text for a person: a table, and a line chart of the balance. */
export function statementTable(
  lines: readonly StatementLine[],
  language: Language,
  options: TableOptions,
): string {
  const columns = Object.entries(titles).map(([name, title]) => ({
    title: title[language],
    ...columnRules[name as keyof typeof titles],
  }));
  const rows = lines.map((line) => [
    time(line),
    line.kindName[language],
    line.counterparty ?? '',
    groupMoney(line.amountFen),
    line.feeFen === 0n ? '' : groupMoney(line.feeFen),
    groupMoney(line.balanceFen),
    line.id,
  ]);
  const curve = sparkline(
    lines.map(({ balanceFen }) => balanceFen),
    Math.min(60, options.width - 10),
  );
  return `${table(columns, rows, options)}\n\n${titles.balance[language]} ${curve}`;
}

/** The statement as CSV, with a header line and times in the local time zone. */
export const statementCsv = (lines: readonly StatementLine[]): string =>
  csv([
    Object.keys(titles),
    ...lines.map((line) => [
      time(line),
      line.kind,
      line.counterparty ?? '',
      formatMoney(line.amountFen),
      formatMoney(line.feeFen),
      formatMoney(line.balanceFen),
      line.id,
    ]),
  ]);

/** The statement as JSON, with times in UTC. */
export const statementJson = (lines: readonly StatementLine[]): Json =>
  lines.map((line) => ({
    time: new Date(line.atMs).toISOString(),
    kind: line.kind,
    counterparty: line.counterparty,
    amount: formatMoney(line.amountFen),
    fee: formatMoney(line.feeFen),
    balance: formatMoney(line.balanceFen),
    id: line.id,
  }));
