import { describe, expect, test } from 'vitest';
import { bankErrors } from '#core/bank/errors.ts';
import { type AppError, errors } from '#core/errors.ts';
import { shopErrors } from '#core/shop/errors.ts';
import { userErrors } from '#core/users/questions.ts';

const foreign = 'a\x1b[2J\u202eb';
/** One of each, with something hostile wherever something foreign can stand. */
const all: Readonly<Record<string, AppError>> = {
  usage: errors.usage({ problems: [foreign, 'unknown flag --x'] }),
  configuration: errors.configuration({ problems: [{ zh: '第一行', en: 'the first line' }] }),
  database: errors.database({ problem: { zh: '数据库已损坏，请恢复。', en: 'It is damaged. Restore it.' } }),
  missing_answers: errors.missing_answers({ missing: ['--to', foreign] }),
  bad_answer: errors.bad_answer({ question: '--format', choices: ['csv', foreign] }),
  wrong_credentials: errors.wrong_credentials(),
  locked: errors.locked({ seconds: 60 }),
  crowded: errors.crowded(),
  not_signed_in: errors.not_signed_in(),
  session_ended: errors.session_ended(),
  name_taken: errors.name_taken({ name: foreign }),
  not_confirmed: errors.not_confirmed({ flag: '--yes' }),
  cancelled: errors.cancelled(),
  database_in_use: errors.database_in_use(),
  bad_name: userErrors.bad_name(),
  bad_password: userErrors.bad_password(),
  passwords_differ: userErrors.passwords_differ(),
  bad_amount: bankErrors.bad_amount(),
  bad_id: bankErrors.bad_id(),
  bad_month: bankErrors.bad_month(),
  same_account: bankErrors.same_account(),
  unknown_account: bankErrors.unknown_account(),
  amount_not_positive: bankErrors.amount_not_positive(),
  amount_too_large: bankErrors.amount_too_large(),
  insufficient_funds: bankErrors.insufficient_funds(),
  id_reused: bankErrors.id_reused(),
  books_do_not_balance: bankErrors.books_do_not_balance({
    problems: [{ zh: `账户 ${foreign}`, en: foreign }],
  }),
  bad_quantity: shopErrors.bad_quantity(),
  empty_cart: shopErrors.empty_cart(),
  unknown_product: shopErrors.unknown_product({ product: foreign }),
  out_of_stock: shopErrors.out_of_stock({ product: foreign, left: 3 }),
};

test('the tables hold these codes, and no code twice', () => {
  const codes = [errors, userErrors, bankErrors, shopErrors].flatMap(Object.keys);
  expect(codes.toSorted()).toEqual(Object.keys(all).toSorted());
});

describe.each(Object.entries(all))('%s', (code, error) => {
  test('carries its code, and is told in both languages, without what a terminal would obey', () => {
    expect(error.code).toBe(code);
    expect(error.text.zh).toMatch(/\p{Script=Han}/u);
    expect(error.text.en).not.toMatch(/\p{Script=Han}/u);
    expect(error.text.zh + error.text.en).not.toMatch(/[^\P{C}\n]/u);
    expect(error.json('zh')).toEqual({ error: { code, message: error.text.zh } });
  });

  // The problems of a configuration come line by line, each with a remedy of its own: see both-languages.ts.
  if (code === 'configuration') return;
  test('ends with what to do about it', () => {
    expect(error.text.en).toMatch(/[.:] [a-zA-Z][^.]+\.$/);
    expect(error.text.zh).toMatch(/(请|用法见)[^。]*。$/);
  });
});

test('what somebody typed is not repeated without end', () => {
  expect(shopErrors.unknown_product({ product: 'x'.repeat(100_000) }).text.en).toBe(
    `There is no product ${'x'.repeat(200)}…. Check its name.`,
  );
});
