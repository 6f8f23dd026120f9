import type { MoneyReason } from '#core/bank/money.ts';
import { moneyComplaints } from '#core/bank/money-complaints.ts';
import { type FileProblem, FileProblemsError, type IniReason } from '#lib/ini/problem.ts';
import type { Text } from '#lib/text/text.ts';

export const idLengthMax = 32;
export const nameLengthMax = 60;

export type ProductReason =
  | 'bad_id'
  | 'missing'
  | 'unsafe_characters'
  | 'too_long'
  | 'not_a_count'
  | 'not_positive'
  | MoneyReason;
export type CatalogReason = ProductReason | 'unknown_key' | 'unreadable' | IniReason;

export type CatalogProblem = FileProblem<CatalogReason>;

/** All problems of conf/products.ini. */
export class CatalogError extends FileProblemsError<CatalogProblem> {
  override readonly name = 'CatalogError';
}

export const productComplaints: Readonly<Record<ProductReason, Text>> = {
  ...moneyComplaints,
  bad_id: {
    zh: `商品编号只能用小写字母、数字和连字符，不以连字符开头，最多 ${idLengthMax} 个，请换一个`,
    en: `an id has only lower-case letters, digits and hyphens, no hyphen first, at most ${idLengthMax}; choose another`,
  },
  missing: { zh: '缺少或为空，请补上', en: 'is missing or empty; add it' },
  unsafe_characters: {
    zh: '含有控制字符或不可见字符，请重新输入',
    en: 'contains control or invisible characters; type it again',
  },
  too_long: {
    zh: `超过 ${nameLengthMax} 个字符，请缩短`,
    en: `is longer than ${nameLengthMax} characters; shorten it`,
  },
  not_a_count: {
    zh: '必须是 0 到 999999999 的整数，请改正',
    en: 'must be a whole number from 0 to 999999999; correct it',
  },
  not_positive: { zh: '必须大于零，请改正', en: 'must be more than zero; correct it' },
};
