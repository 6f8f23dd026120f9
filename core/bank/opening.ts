import { bankAccount, insertAccount, setBalance } from '#db/accounts.ts';
import type { Queries } from '#db/database.ts';
import { insertEntry, insertHead } from '#db/journal.ts';
import { AMOUNT_FEN_MAX } from '#lib/money.ts';
import { BALANCE_FEN_MAX } from './rules.ts';

export interface NewAccount {
  readonly name: string;
  /** What the user brings along; zero is fine. */
  readonly openingFen: bigint;
}

/** More than any bank holds. The message is a sentence with the remedy. */
export class OpeningBalanceError extends Error {
  override readonly name = 'OpeningBalanceError';
}

/**
 * Gives everybody an account who has none yet, and books the opening balance once and for ever: for a user who has an
 * account already, `openingFen` means nothing any more. One journal transaction holds them all: there may be 100,000.
 * @throws OpeningBalanceError
 */
export async function openAccounts(
  queries: Queries,
  users: Iterable<NewAccount>,
  atMs: number,
): Promise<void> {
  const opening = await bankAccount(queries, 'opening');
  let balanceFen = opening.balanceFen;
  let sequence: bigint | undefined;
  for (const { name, openingFen } of users) {
    if (openingFen < 0n || openingFen > AMOUNT_FEN_MAX)
      throw new OpeningBalanceError(
        `The opening balance of ${JSON.stringify(name)} is out of range. Correct it.`,
      );
    const accountId = await insertAccount(queries, name, openingFen);
    if (accountId === undefined || openingFen === 0n) continue;
    // The slash keeps the id apart from every id a caller can choose; an account is opened only once.
    sequence ??= await insertHead(queries, {
      id: `opening/${accountId}`,
      kind: 'opening',
      actor: null,
      atMs,
    });
    await insertEntry(queries, sequence, { accountId, amountFen: openingFen, balanceAfterFen: openingFen });
    balanceFen -= openingFen;
  }
  if (sequence === undefined) return;
  if (balanceFen < -BALANCE_FEN_MAX)
    throw new OpeningBalanceError('The opening balances add up to more than the books can hold. Lower them.');
  const amountFen = balanceFen - opening.balanceFen;
  await insertEntry(queries, sequence, { accountId: opening.id, amountFen, balanceAfterFen: balanceFen });
  await setBalance(queries, opening.id, balanceFen);
}
