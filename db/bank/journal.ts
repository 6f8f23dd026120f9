import type { Queries, Row } from '#db/database.ts';
import { bigintOf, numberOf, stringOf, stringOrNullOf } from '#db/row.ts';
import type { Text } from '#lib/text/text.ts';

export interface Entry {
  readonly accountId: bigint;
  /** Positive when the account gains. */
  readonly amountFen: bigint;
  readonly balanceAfterFen: bigint;
}

export interface JournalHead {
  /** The idempotency id of the caller, unique for the actor, or `opening/...` for an opening balance. */
  readonly id: string;
  /** The key of a row of `movement_kind`. */
  readonly kind: string;
  /** The user who requested the movement; null for an opening balance. */
  readonly actor: string | null;
  readonly atMs: number;
}

/** One movement of money. It is booked entirely or not at all. */
export interface JournalTransaction extends JournalHead {
  /** The amounts sum to zero. */
  readonly entries: readonly Entry[];
}

/** One movement from the view of one account. */
export interface StatementLine {
  readonly id: string;
  readonly atMs: number;
  readonly kind: string;
  /** The display name of the kind. */
  readonly kindName: Text;
  /** The other user of a transfer; null for every other kind. */
  readonly counterparty: string | null;
  /** Negative when money left the account; it then includes the fee. */
  readonly amountFen: bigint;
  readonly feeFen: bigint;
  readonly balanceFen: bigint;
}

/** A half-open range: `fromMs` is included, `toMs` is not. Milliseconds since 1970. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** @returns the sequence number of the transaction in the journal. The entries refer to it. */
export async function insertHead(queries: Queries, { id, kind, actor, atMs }: JournalHead): Promise<bigint> {
  const row = await queries.get(
    'insert into journal (id, kind, actor, at_ms) values (?, ?, ?, ?) returning sequence',
    id,
    kind,
    actor,
    BigInt(atMs),
  );
  return bigintOf(row ?? {}, 'sequence');
}

export async function insertEntry(
  queries: Queries,
  sequence: bigint,
  { accountId, amountFen, balanceAfterFen }: Entry,
): Promise<void> {
  await queries.run(
    'insert into entry (journal_sequence, account_id, amount_fen, balance_after_fen) values (?, ?, ?, ?)',
    sequence,
    accountId,
    amountFen,
    balanceAfterFen,
  );
}

/**
 * @returns the transaction that the user `actor` has booked under this id, if any. Ids of other users do not count,
 * those of opening balances do.
 */
export async function findTransaction(
  queries: Queries,
  actor: string,
  id: string,
): Promise<JournalTransaction | undefined> {
  const row = await queries.get(
    'select sequence, id, kind, actor, at_ms from journal where id = ? and (actor = ? or actor is null)',
    id,
    actor,
  );
  if (row === undefined) return undefined;
  const entries = await queries.all(
    'select account_id, amount_fen, balance_after_fen from entry where journal_sequence = ? order by account_id',
    bigintOf(row, 'sequence'),
  );
  return {
    id: stringOf(row, 'id'),
    kind: stringOf(row, 'kind'),
    actor: stringOrNullOf(row, 'actor'),
    atMs: numberOf(row, 'at_ms'),
    entries: entries.map(entryOf),
  };
}

/** @returns the movements of one account in the order of booking, oldest first. */
export async function readStatement(
  queries: Queries,
  accountId: bigint,
  { fromMs, toMs }: TimeRange,
): Promise<readonly StatementLine[]> {
  // Not ordered by time: the clock may have been set back between two movements.
  const rows = await queries.all(
    `select journal.id, at_ms, journal.kind, zh, en, amount_fen, balance_after_fen,
       case journal.kind when 'transfer' then (
         select owner from entry as other join account on account.id = other.account_id
         where other.journal_sequence = sequence and other.account_id <> entry.account_id) end as counterparty,
       coalesce(case journal.kind when 'withdrawal' then (
         select other.amount_fen from entry as other join account on account.id = other.account_id
         where other.journal_sequence = sequence and account.kind = 'fees') end, 0) as fee_fen
     from entry join journal on sequence = journal_sequence join movement_kind using (kind)
     where account_id = ? and at_ms >= ? and at_ms < ? order by sequence`,
    accountId,
    BigInt(fromMs),
    BigInt(toMs),
  );
  return rows.map(lineOf);
}

const entryOf = (row: Row): Entry => ({
  accountId: bigintOf(row, 'account_id'),
  amountFen: bigintOf(row, 'amount_fen'),
  balanceAfterFen: bigintOf(row, 'balance_after_fen'),
});

const lineOf = (row: Row): StatementLine => ({
  id: stringOf(row, 'id'),
  atMs: numberOf(row, 'at_ms'),
  kind: stringOf(row, 'kind'),
  kindName: { zh: stringOf(row, 'zh'), en: stringOf(row, 'en') },
  counterparty: stringOrNullOf(row, 'counterparty'),
  amountFen: bigintOf(row, 'amount_fen'),
  feeFen: bigintOf(row, 'fee_fen'),
  balanceFen: bigintOf(row, 'balance_after_fen'),
});
