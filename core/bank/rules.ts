import type { Account } from '#db/bank/accounts.ts';
import type { JournalTransaction } from '#db/bank/journal.ts';
import { AMOUNT_FEN_MAX } from './money.ts';

/**
 * The possible outcomes of a request, in the order of the checks. The first that applies is the answer.
 * `exists`: the same request was booked before with the same id, so nothing moves again.
 * `id_reused`: the id belongs to another request of the same user.
 */
export type Status =
  | 'same_account'
  | 'unknown_account'
  | 'amount_not_positive'
  | 'amount_too_large'
  | 'id_reused'
  | 'exists'
  | 'insufficient_funds'
  | 'created';

export type Refusal = Exclude<Status, 'exists' | 'created'>;

/** The limit of a balance, positive and negative. It is far below the 64-bit limit of a database column. */
export const BALANCE_FEN_MAX = 4n * 10n ** 18n;

interface Facts {
  readonly amountFen: bigint;
  /** The transaction of the same user that is booked with the request's id. */
  readonly recorded: JournalTransaction | undefined;
}

interface TransferFacts extends Facts {
  readonly from: string;
  readonly to: string;
  readonly sender: Account | undefined;
  readonly receiver: Account | undefined;
}

export function transferStatus({ from, to, amountFen, sender, receiver, recorded }: TransferFacts): Status {
  if (from === to) return 'same_account';
  if (sender === undefined || receiver === undefined) return 'unknown_account';
  return (
    amountStatus(amountFen) ??
    replayStatus(recorded, { kind: 'transfer', actor: from, account: receiver, amountFen }) ??
    fundsStatus(sender, amountFen) ??
    limitStatus([receiver, amountFen]) ??
    'created'
  );
}

interface DepositFacts extends Facts {
  readonly name: string;
  readonly user: Account | undefined;
  readonly cash: Account;
}

export function depositStatus({ name, amountFen, user, cash, recorded }: DepositFacts): Status {
  if (user === undefined) return 'unknown_account';
  return (
    amountStatus(amountFen) ??
    replayStatus(recorded, { kind: 'deposit', actor: name, account: user, amountFen }) ??
    limitStatus([user, amountFen], [cash, -amountFen]) ??
    'created'
  );
}

interface WithdrawalFacts extends Facts {
  readonly name: string;
  /** The account pays it in addition to the amount. */
  readonly feeFen: bigint;
  readonly user: Account | undefined;
  readonly cash: Account;
  readonly fees: Account;
}

export function withdrawalStatus(facts: WithdrawalFacts): Status {
  const { name, amountFen, feeFen, user, cash, fees, recorded } = facts;
  if (user === undefined) return 'unknown_account';
  return (
    amountStatus(amountFen) ??
    // Only the cash entry is compared, because the fee may have changed since.
    replayStatus(recorded, { kind: 'withdrawal', actor: name, account: cash, amountFen }) ??
    fundsStatus(user, amountFen + feeFen) ??
    limitStatus([cash, amountFen], [fees, feeFen]) ??
    'created'
  );
}

export function amountStatus(amountFen: bigint): 'amount_not_positive' | 'amount_too_large' | undefined {
  if (amountFen <= 0n) return 'amount_not_positive';
  return amountFen > AMOUNT_FEN_MAX ? 'amount_too_large' : undefined;
}

export function fundsStatus(payer: Account, costFen: bigint): 'insufficient_funds' | undefined {
  return payer.balanceFen < costFen ? 'insufficient_funds' : undefined;
}

/** @param changes accounts, each with its change in fen. */
export function limitStatus(
  ...changes: readonly (readonly [Account, bigint])[]
): 'amount_too_large' | undefined {
  const isWithin = ([{ balanceFen }, amountFen]: readonly [Account, bigint]): boolean =>
    balanceFen + amountFen <= BALANCE_FEN_MAX && balanceFen + amountFen >= -BALANCE_FEN_MAX;
  return changes.every(isWithin) ? undefined : 'amount_too_large';
}

interface Content {
  readonly kind: string;
  readonly actor: string;
  /** The account that received `amountFen`. Kind, actor, account and amount identify a request. */
  readonly account: Account;
  readonly amountFen: bigint;
}

function replayStatus(
  recorded: JournalTransaction | undefined,
  { kind, actor, account, amountFen }: Content,
): 'exists' | 'id_reused' | undefined {
  if (recorded === undefined) return undefined;
  const isSame =
    recorded.kind === kind &&
    recorded.actor === actor &&
    recorded.entries.some((entry) => entry.accountId === account.id && entry.amountFen === amountFen);
  return isSame ? 'exists' : 'id_reused';
}

/**
 * The fee of a withdrawal, rounded half up to the fen. The account pays it in addition to the amount: a withdrawal of
 * 100 gives 100 in cash. @param basisPoints hundredths of a percent: 500 is 5 %.
 */
export function withdrawalFee(amountFen: bigint, basisPoints: bigint): bigint {
  return (amountFen * basisPoints + 5_000n) / 10_000n;
}
