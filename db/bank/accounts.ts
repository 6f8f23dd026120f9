import assert from 'node:assert';
import type { Queries, Row } from '#db/database.ts';
import { bigintOf } from '#db/row.ts';

export interface Account {
  readonly id: bigint;
  readonly balanceFen: bigint;
}

/** @param owner the name of the user. */
export async function findAccount(queries: Queries, owner: string): Promise<Account | undefined> {
  const row = await queries.get('select id, balance_fen from account where owner = ?', owner);
  return row && accountOf(row);
}

/** @param kind the kind of one of the bank's own accounts: `opening`, `cash`, `fees`, or a kind that a part has added. */
export async function bankAccount(queries: Queries, kind: string): Promise<Account> {
  const row = await queries.get('select id, balance_fen from account where kind = ? and owner is null', kind);
  assert(row, `the bank has no account for ${kind}`);
  return accountOf(row);
}

/** Opens an account; the caller books its balance. @returns its id, or undefined when the user already has an account. */
export async function insertAccount(
  queries: Queries,
  owner: string,
  balanceFen: bigint,
): Promise<bigint | undefined> {
  const row = await queries.get(
    `insert into account (kind, owner, balance_fen) values ('user', ?, ?) on conflict (owner) do nothing returning id`,
    owner,
    balanceFen,
  );
  return row && bigintOf(row, 'id');
}

/** Stores the balance beside the entries; the caller writes the entry in the same transaction. */
export async function setBalance(queries: Queries, id: bigint, balanceFen: bigint): Promise<void> {
  await queries.run('update account set balance_fen = ? where id = ?', balanceFen, id);
}

const accountOf = (row: Row): Account => ({
  id: bigintOf(row, 'id'),
  balanceFen: bigintOf(row, 'balance_fen'),
});
