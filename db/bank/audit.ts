import type { Queries, Row } from '#db/database.ts';
import { numberOf } from '#db/row.ts';
import type { Text } from '#lib/text/text.ts';
import { bankAccount } from './accounts.ts';

export interface BookTotals {
  /** The money of the users plus the earnings of the bank: everything paid in minus everything paid out. */
  readonly totalFen: bigint;
  /** Number of users' accounts, without the bank's own accounts. */
  readonly accounts: number;
  readonly transactions: number;
}

export async function readTotals(queries: Queries): Promise<BookTotals> {
  const opening = await bankAccount(queries, 'opening');
  const cash = await bankAccount(queries, 'cash');
  const counts = await queries.get(
    `select (select count(*) from account where kind = 'user') as accounts, (select count(*) from journal) as transactions`,
  );
  return {
    // Every payment into or out of the bank has its other entry in one of these two accounts. Each balance is bounded by a
    // CHECK; a sum over all users is not.
    totalFen: -(opening.balanceFen + cash.balanceFen),
    accounts: numberOf(counts ?? {}, 'accounts'),
    transactions: numberOf(counts ?? {}, 'transactions'),
  };
}

interface Check {
  /** Selects one row per problem. */
  readonly sql: string;
  readonly problem: (row: Row) => Text;
}

const accountOf = ({ owner, kind }: Row): Text =>
  owner === null
    ? { zh: `银行账户 ${kind} `, en: `the account for ${kind}` }
    : { zh: `“${owner}”的账户`, en: `the account of "${owner}"` };

const checks: readonly Check[] = [
  {
    // Broken pages and indexes, and rows that violate a CHECK, a type or a UNIQUE because another tool wrote them.
    sql: `select integrity_check as text from pragma_integrity_check where text <> 'ok'`,
    problem: ({ text }) => ({ zh: `数据库文件已损坏（${text}）`, en: `the file is damaged: ${text}` }),
  },
  {
    sql: `select "table" as child, parent, count(*) as rows from pragma_foreign_key_check group by child, parent`,
    problem: ({ child, parent, rows }) => ({
      zh: `${child} 表有 ${rows} 行在 ${parent} 表里没有对应的行`,
      en: `${rows} rows of ${child} refer to missing rows of ${parent}`,
    }),
  },
  {
    sql: `select owner, kind from account where kind = 'user' and balance_fen < 0 limit 20`,
    problem: (row) => ({
      zh: `${accountOf(row).zh}余额小于零`,
      en: `${accountOf(row).en} is below zero`,
    }),
  },
  {
    sql: `select sequence, count(amount_fen) as entries from journal left join entry on journal_sequence = sequence
          group by sequence having entries < 2 limit 20`,
    problem: ({ sequence, entries }) => ({
      zh: `第 ${sequence} 笔交易的分录太少，只有 ${entries} 条`,
      en: `transaction ${sequence} has too few entries: ${entries}`,
    }),
  },
  {
    sql: `select sequence, sum(amount_fen) as difference from journal join entry on journal_sequence = sequence
          group by sequence having difference <> 0 limit 20`,
    problem: ({ sequence, difference }) => ({
      zh: `第 ${sequence} 笔交易的分录合计为 ${difference} 分，应为零`,
      en: `the entries of transaction ${sequence} add up to ${difference} fen`,
    }),
  },
  {
    sql: `select owner, kind, journal_sequence from
            (select account_id, journal_sequence, amount_fen, balance_after_fen, lag(balance_after_fen, 1, 0)
               over (partition by account_id order by journal_sequence) as balance_before_fen from entry)
          join account on account.id = account_id
          where balance_before_fen + amount_fen <> balance_after_fen limit 20`,
    problem: (row) => ({
      zh: `${accountOf(row).zh}在第 ${row['journal_sequence']} 笔交易之后的余额不对`,
      en: `the balance after transaction ${row['journal_sequence']} is wrong in ${accountOf(row).en}`,
    }),
  },
  {
    sql: `select owner, kind, balance_fen, coalesce((select balance_after_fen from entry
            where account_id = account.id order by journal_sequence desc limit 1), 0) as proven_fen
          from account where balance_fen <> proven_fen limit 20`,
    problem: (row) => ({
      zh: `${accountOf(row).zh}的余额是 ${row['balance_fen']} 分，按分录应为 ${row['proven_fen']} 分`,
      en: `${accountOf(row).en} has a balance of ${row['balance_fen']} fen, but its entries give ${row['proven_fen']}`,
    }),
  },
  {
    sql: `select count(*) as transactions, max(sequence) as last from journal
          having last <> transactions or min(sequence) <> 1`,
    problem: ({ transactions, last }) => ({
      zh: `账簿里有 ${transactions} 笔交易，最后一笔的编号却是 ${last}`,
      en: `the journal has ${transactions} transactions, but the last has the number ${last}`,
    }),
  },
];

/** Checks the whole database file and the books. @returns one sentence per problem; empty when the books balance. */
export async function findProblems(queries: Queries): Promise<readonly Text[]> {
  const problems: Text[][] = [];
  for (const { sql, problem } of checks) problems.push((await queries.all(sql)).map(problem));
  return problems.flat();
}
