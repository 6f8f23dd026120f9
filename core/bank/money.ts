import type { Text } from '#lib/text/text.ts';

/** Money in whole fen (1/100 yuan), as a bigint. Floats are never used for amounts. */
export type Fen = bigint;

/** The largest valid amount: ten trillion yuan. */
export const AMOUNT_FEN_MAX: Fen = 10n ** 15n;

export type MoneyReason =
  | 'empty'
  | 'signed'
  | 'malformed'
  | 'leading_zero'
  | 'too_many_decimals'
  | 'too_large';

/** The text is not an amount, for the given `reason`. The message leaves out the text, which may be hostile. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError';
  readonly reason: MoneyReason;

  constructor(reason: MoneyReason) {
    super(`not an amount of money: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Parses an amount in yuan, such as `12`, `12.5` or `12.50`, to fen. The text may contain only ASCII digits and one
 * point: no sign, no exponent, no blanks (callers trim), at most two decimals, at most {@link AMOUNT_FEN_MAX}.
 * Zero is an amount; the bank's rules decide whether it can be moved. `007` is refused, because it is probably a typo.
 * @throws MoneyError
 */
export function parseMoney(text: string): Fen {
  // Number() and BigInt() would accept `0x10`, `1e3` and blanks as well.
  const match = /^(?<yuan>[0-9]+)(?:\.(?<fen>[0-9]+))?$/.exec(text);
  if (match?.groups === undefined) throw new MoneyError(reasonOf(text));
  const { yuan = '', fen = '' } = match.groups;
  if (yuan.length > 1 && yuan.startsWith('0')) throw new MoneyError('leading_zero');
  if (fen.length > 2) throw new MoneyError('too_many_decimals');
  // The check comes before BigInt(), whose time grows with the square of the number of digits.
  if (yuan.length > AMOUNT_FEN_MAX.toString().length) throw new MoneyError('too_large');
  const amountFen = BigInt(yuan + fen.padEnd(2, '0'));
  if (amountFen > AMOUNT_FEN_MAX) throw new MoneyError('too_large');
  return amountFen;
}

function reasonOf(text: string): MoneyReason {
  if (text === '') return 'empty';
  return /^[+-][0-9]/.test(text) ? 'signed' : 'malformed';
}

/** Formats fen as yuan with two decimals, for programs: `1250n` is `12.50`, `-5n` is `-0.05`. */
export function formatMoney(fen: Fen): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Formats fen as yuan for the screen, with a comma every three digits: `1,234,567.00`. */
export function groupMoney(fen: Fen): string {
  return formatMoney(fen).replace(/\B(?=(?:\d{3})+\.)/g, ',');
}

/** An amount with its currency: `1,234.50 元`, `¥1,234.50`. */
export function yuan(fen: Fen): Text {
  const grouped = groupMoney(fen);
  return { zh: `${grouped} 元`, en: grouped.startsWith('-') ? `-¥${grouped.slice(1)}` : `¥${grouped}` };
}
