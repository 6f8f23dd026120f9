import type { Text } from '#lib/text/text.ts';

/** Money as whole fen (1/100 yuan) in a bigint: no float ever comes near an amount. */
export type Fen = bigint;

/** The largest amount that is read: ten trillion yuan. */
export const AMOUNT_FEN_MAX: Fen = 10n ** 15n;

export type MoneyReason =
  | 'empty'
  | 'signed'
  | 'malformed'
  | 'leading_zero'
  | 'too_many_decimals'
  | 'too_large';

/** Text that is not an amount. `reason` says why; the message does not repeat the text, which may be hostile. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError';
  readonly reason: MoneyReason;

  constructor(reason: MoneyReason) {
    super(`not an amount of money: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Reads `12`, `12.5` or `12.50` (yuan) as fen, and nothing else: ASCII digits, no sign, no exponent, no blanks
 * (callers trim), at most two decimals, at most {@link AMOUNT_FEN_MAX}. Zero is an amount; whether it may be moved
 * is the bank's rule. `007` is refused: an amount has one spelling, and a stray leading zero is a slip of the hand.
 * @throws MoneyError
 */
export function parseMoney(text: string): Fen {
  // Not Number() or BigInt(): they read `0x10`, `1e3` and blanks as numbers, too.
  const match = /^(?<yuan>[0-9]+)(?:\.(?<fen>[0-9]+))?$/.exec(text);
  if (match?.groups === undefined) throw new MoneyError(reasonOf(text));
  const { yuan = '', fen = '' } = match.groups;
  if (yuan.length > 1 && yuan.startsWith('0')) throw new MoneyError('leading_zero');
  if (fen.length > 2) throw new MoneyError('too_many_decimals');
  // Before BigInt(), whose time grows with the square of the digits.
  if (yuan.length > AMOUNT_FEN_MAX.toString().length) throw new MoneyError('too_large');
  const amountFen = BigInt(yuan + fen.padEnd(2, '0'));
  if (amountFen > AMOUNT_FEN_MAX) throw new MoneyError('too_large');
  return amountFen;
}

function reasonOf(text: string): MoneyReason {
  if (text === '') return 'empty';
  return /^[+-][0-9]/.test(text) ? 'signed' : 'malformed';
}

/** Fen as yuan with two decimals, for machines: `1250n` is `12.50`, `-5n` is `-0.05`. */
export function formatMoney(fen: Fen): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Fen as yuan for screens, with a comma every three digits: `1,234,567.00`. */
export function groupMoney(fen: Fen): string {
  return formatMoney(fen).replace(/\B(?=(?:\d{3})+\.)/g, ',');
}

/** An amount for a person: `1,234.50 元`, `¥1,234.50`. */
export function yuan(fen: Fen): Text {
  const grouped = groupMoney(fen);
  return { zh: `${grouped} 元`, en: grouped.startsWith('-') ? `-¥${grouped.slice(1)}` : `¥${grouped}` };
}
