import { bankAccount, insertAccount, setBalance } from '#db/bank/accounts.ts';
import { insertEntry, insertHead } from '#db/bank/journal.ts';
import type { Queries } from '#db/database.ts';
import { yielding } from '#lib/async/yielding.ts';
import type { Text } from '#lib/text/text.ts';
import { AMOUNT_FEN_MAX, formatMoney } from './money.ts';
import { BALANCE_FEN_MAX } from './rules.ts';

export interface NewAccount {
  readonly name: string;
  /** What the user brings along; zero is fine. */
  readonly openingFen: bigint;
}

export type OpeningReason = 'out_of_range' | 'total_too_large';

/** More than any bank holds. The message is English, for logs and stacks. */
export class OpeningBalanceError extends Error {
  override readonly name = 'OpeningBalanceError';
  readonly reason: OpeningReason;
  /** Whose opening balance it is; undefined when it is about all of them. */
  readonly account: string | undefined;
  /** What is wrong; the remedy comes last. */
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
 * Opens an account for every user without one, and books the opening balance, once: for a user with an account
 * `openingFen` has no effect any more. One journal transaction holds them all: there may be 100,000.
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
  if (balanceFen < -BALANCE_FEN_MAX) throw new OpeningBalanceError('total_too_large');
  const amountFen = balanceFen - opening.balanceFen;
  await insertEntry(queries, sequence, { accountId: opening.id, amountFen, balanceAfterFen: balanceFen });
  await setBalance(queries, opening.id, balanceFen);
}
