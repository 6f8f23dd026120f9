import { expect, it } from 'vitest';
import { bank } from '#conf/settings/bank.ts';
import { skeleton } from '#conf/settings/skeleton.ts';
import { badNumbers, SettingsReader } from '../settings-reader.ts';

const reader = new SettingsReader({ ...skeleton, bank });

it('the fee for a withdrawal is 5 % unless set', () => {
  expect(reader.read().bank).toEqual({ withdrawFeeBasisPoints: 500n });
});

it.each([
  ['5', 500n],
  ['0', 0n],
  ['0.5', 50n],
  ['0.05', 5n],
  ['12.25', 1225n],
  ['100', 10_000n],
  ['100.00', 10_000n],
])('a fee of %s percent is %i basis points', (text, basisPoints) => {
  expect(reader.read({ flags: { 'bank-withdraw-fee': text } }).bank.withdrawFeeBasisPoints).toBe(basisPoints);
});

it.each([...badNumbers, '100.01', '101', '5.', '.5', '5.125', '5%'])('a fee of %j is refused', (text) => {
  reader.expectRefused('bank-withdraw-fee', text);
});

it('a wrong fee has a sentence in Chinese, too', () => {
  expect(reader.errorOf({ flags: { 'bank-withdraw-fee': '101' } })?.lines.map(({ zh }) => zh)).toEqual([
    '--bank-withdraw-fee：withdraw_fee 的取值“101”无效，请改为 0 到 100 的百分数（最多两位小数）',
  ]);
});
