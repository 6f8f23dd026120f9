import { expect, test } from 'vitest';
import { AMOUNT_FEN_MAX } from '#core/bank/money.ts';
import { OpeningBalanceError, type OpeningReason } from '#core/bank/opening.ts';
import { BALANCE_FEN_MAX } from '#core/bank/rules.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { live, openTestBank } from './open-test-bank.ts';

async function expectRefusal(opening: Promise<void>, reason: OpeningReason, account: string | undefined) {
  const error = await opening.catch((caught: unknown) => caught);
  if (!(error instanceof OpeningBalanceError)) throw error;
  expect(error).toMatchObject({ reason, account });
  expectSentence(error.sentence);
}

test('an opening balance is booked once', async () => {
  await using bank = await openTestBank({ egon: 1000n, alex: 0n });
  const { database } = bank;
  await bank.withdraw({ id: 'w', name: 'egon', amountFen: 100n }, live);
  const again = [
    { name: 'egon', openingFen: 9999n },
    { name: 'alex', openingFen: 9999n },
    { name: 'yuanhao', openingFen: 10n },
    { name: 'yuanhao', openingFen: 10n },
  ];
  await database.write((queries) => bank.openAccounts(queries, again));
  const balances = await Promise.all(['egon', 'alex', 'yuanhao'].map((name) => bank.balance(name)));
  expect(balances).toEqual([895n, 0n, 10n]);
  expect(await bank.audit()).toMatchObject({ ok: true, totalFen: 910n, accounts: 3, transactions: 3 });
});

test('names are compared exactly, and none is special', async () => {
  await using bank = await openTestBank({
    egon: 1n,
    Egon: 2n,
    constructor: 3n,
    "'; drop table account": 4n,
    '李 🦊': 5n,
  });
  const names = ['egon', 'Egon', 'constructor', "'; drop table account", '李 🦊'];
  expect(await Promise.all(names.map((name) => bank.balance(name)))).toEqual([1n, 2n, 3n, 4n, 5n]);
});

test.each([-1n, AMOUNT_FEN_MAX + 1n])(
  'an opening balance of %s is refused, and no account is made',
  async (openingFen) => {
    await using bank = await openTestBank({});
    const { database } = bank;
    const users = [
      { name: 'egon', openingFen: 5n },
      { name: 'alex', openingFen },
    ];
    const opening = database.write((queries) => bank.openAccounts(queries, users));
    await expectRefusal(opening, 'out_of_range', 'alex');
    expect(await bank.audit()).toMatchObject({ ok: true, accounts: 0 });
  },
);

test('more than 64 bits of money are refused before SQLite would round them', async () => {
  await using bank = await openTestBank({});
  const { database } = bank;
  const rich = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `${i}`, openingFen: AMOUNT_FEN_MAX }));
  const most = Number(BALANCE_FEN_MAX / AMOUNT_FEN_MAX);
  const tooMany = database.write((queries) => bank.openAccounts(queries, rich(most + 1)));
  await expectRefusal(tooMany, 'total_too_large', undefined);
  await database.write((queries) => bank.openAccounts(queries, rich(most)));
  expect(await bank.audit()).toMatchObject({ ok: true, totalFen: BALANCE_FEN_MAX, accounts: most });
});
