import assert from 'node:assert';
import { type Account, setBalance } from '#db/bank/accounts.ts';
import { insertEntry, insertHead, type JournalHead, type JournalTransaction } from '#db/bank/journal.ts';
import type { Queries } from '#db/database.ts';

/** The change of one account in a transaction; negative for a loss. */
export interface Leg {
  readonly account: Account;
  readonly amountFen: bigint;
}

/**
 * Books a transaction. @param legs accounts that were read in the same database transaction.
 * @returns the transaction's sequence number in the journal.
 */
export async function book(queries: Queries, head: JournalHead, legs: readonly Leg[]): Promise<bigint> {
  assert(legs.reduce((sumFen, { amountFen }) => sumFen + amountFen, 0n) === 0n, 'debits and credits differ');
  const sequence = await insertHead(queries, head);
  for (const { account, amountFen } of legs) {
    // A fee that is rounded to 0 gets no entry.
    if (amountFen === 0n) continue;
    const balanceAfterFen = account.balanceFen + amountFen;
    await insertEntry(queries, sequence, { accountId: account.id, amountFen, balanceAfterFen });
    await setBalance(queries, account.id, balanceAfterFen);
  }
  return sequence;
}

/** @returns the balance of an account right after a recorded transaction, in fen. */
export function balanceAfter({ entries }: JournalTransaction, { id }: Account): bigint {
  const entry = entries.find(({ accountId }) => accountId === id);
  assert(entry, 'the account has no part in this transaction');
  return entry.balanceAfterFen;
}
