import { bankAccount, insertAccount, setBalance } from '#db/bank/accounts.ts';
import { insertEntry, insertHead } from '#db/bank/journal.ts';
import type { Queries } from '#db/database.ts';
import { yielding } from '#lib/async/yielding.ts';
import type { Text } from '#lib/text/text.ts';
import { AMOUNT_FEN_MAX, formatMoney } from './money.ts';
import { BALANCE_FEN_MAX } from './rules.ts';

export interface NewAccount {
  readonly name: string;
  /** The opening balance; may be zero. */
  readonly openingFen: bigint;
}

export type OpeningReason = 'out_of_range' | 'total_too_large';

/** An opening balance is out of range. The message is in English, for logs and stacks. */
export class OpeningBalanceError extends Error {
  override readonly name = 'OpeningBalanceError';
  readonly reason: OpeningReason;
  /** The owner of the opening balance; undefined if the sum of all is too large. */
  readonly account: string | undefined;
  /** The problem, with the remedy at the end. */
  readonly sentence: Text;

  constructor(reason: OpeningReason, account?: string) {
    const sentence = sentences[reason];
    super(account === undefined ? sentence.en : `${JSON.stringify(account)}: ${sentence.en}`);
    this.reason = reason;
    this.account = account;
    this.sentence = sentence;
  }
}

const sentences: Readonly<Record<OpeningReason, Text>> = {
  out_of_range: {
    zh: `开户余额必须在 0 到 ${formatMoney(AMOUNT_FEN_MAX)} 之间，请改正`,
    en: `the opening balance must be from 0 to ${formatMoney(AMOUNT_FEN_MAX)}; correct it`,
  },
  total_too_large: {
    zh: '各用户开户余额的总和超过账本的上限，请调低',
    en: 'the opening balances add up to more than the books can hold; lower them',
  },
};

/**
 * Opens an account for every user without one, and books the opening balance. For a user with an account, `openingFen`
 * has no effect. One journal transaction contains all opening balances, because there may be 100,000 users.
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
  for await (const { name, openingFen } of yielding(users)) {
    if (openingFen < 0n || openingFen > AMOUNT_FEN_MAX) throw new OpeningBalanceError('out_of_range', name);
    const accountId = await insertAccount(queries, name, openingFen);
    if (accountId === undefined || openingFen === 0n) continue;
    // A caller's id contains no slash, so this id is unique: an account is opened only once.
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
  if (balanceFen < -BALANCE_FEN_MAX) throw new OpeningBalanceError('total_too_large');
  const amountFen = balanceFen - opening.balanceFen;
  await insertEntry(queries, sequence, { accountId: opening.id, amountFen, balanceAfterFen: balanceFen });
  await setBalance(queries, opening.id, balanceFen);
}
