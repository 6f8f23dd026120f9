import { expect, test } from 'vitest';
import type { MoneyReason } from '#core/bank/money.ts';
import { complaintAboutMoney, moneyComplaints } from '#core/bank/money-complaints.ts';
import { expectSentence } from '#test/kit/both-languages.ts';

const byReason: Readonly<Record<MoneyReason, string>> = {
  empty: '',
  signed: '-5',
  malformed: '1e3',
  leading_zero: '007',
  too_many_decimals: '1.234',
  too_large: '99999999999999',
};

test.each(Object.entries(byReason))(
  '%s has a sentence in both languages, with the remedy',
  (reason, text) => {
    const complaint = complaintAboutMoney(text);
    expect(complaint).toBe(moneyComplaints[reason as MoneyReason]);
    if (complaint) expectSentence(complaint);
  },
);

test('an amount has no complaint', () => {
  expect(complaintAboutMoney('12.50')).toBeUndefined();
});
