import type { Text } from '#lib/text/text.ts';
import { AMOUNT_FEN_MAX, formatMoney, MoneyError, type MoneyReason, parseMoney } from './money.ts';

/** The complaints about an amount in a file. Each ends with the remedy. */
export const moneyComplaints: Readonly<Record<MoneyReason, Text>> = {
  empty: { zh: '没有写金额，请写成 12 或 12.50 的形式', en: 'is empty; write an amount such as 12 or 12.50' },
  signed: { zh: '金额不能带正负号，请去掉', en: 'has a sign; write the amount without it' },
  malformed: {
    zh: '不是金额，请写成 12 或 12.50 的形式',
    en: 'is not an amount; write it like 12 or 12.50',
  },
  leading_zero: { zh: '金额开头多了 0，请去掉', en: 'has an extra leading zero; remove it' },
  too_many_decimals: { zh: '金额超过两位小数，请改正', en: 'has more than two decimals; write at most two' },
  too_large: {
    zh: `金额太大，请不要超过 ${formatMoney(AMOUNT_FEN_MAX)}`,
    en: `is too large; write at most ${formatMoney(AMOUNT_FEN_MAX)}`,
  },
};

/** @returns a complaint that ends with the remedy; undefined for a valid amount. */
export function complaintAboutMoney(text: string): Text | undefined {
  try {
    parseMoney(text);
    return undefined;
  } catch (error) {
    if (error instanceof MoneyError) return moneyComplaints[error.reason];
    throw error;
  }
}
