import { expect, test } from 'vitest';
import { Bank } from '#core/bank/bank.ts';
import { live } from '#test/core/bank/open-test-bank.ts';
import {
  bringAlong,
  danglingIn,
  openForTest,
  restore,
  rowsOf,
  schemaOf,
} from '#test/db/sqlite/old-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const dump = 'bank/version-2.sql';
const clock = () => Date.UTC(2027, 0);

test.each([
  ['with the bank alone', ['users', 'bank']],
  ['with all parts', undefined],
])('accounts and journal of an old database are all there afterwards, %s', async (_, parts) => {
  using folder = new TemporaryFolder();
  const [file, fresh] = [restore(dump, folder.file('old.db')), folder.file('fresh.db')];
  const before = rowsOf(file);
  expect([before['account'], before['journal']].map((rows) => rows?.length)).toEqual([8, 5]);
  await bringAlong(file, parts);
  await bringAlong(fresh, parts);
  expect(rowsOf(file)).toMatchObject(before);
  expect(schemaOf(file)).toEqual(schemaOf(fresh));
  expect(danglingIn(file)).toEqual([]);
});

test('the books balance, movements have their names, and money moves', async () => {
  using folder = new TemporaryFolder();
  await using database = await openForTest(restore(dump, folder.file('old.db')));
  const bank = new Bank({ database, clock, withdrawFeeBasisPoints: 500n });
  const totals = { ok: true, totalFen: 1_001_000_000_000n, accounts: 4 };
  expect(await bank.audit()).toEqual({ ...totals, transactions: 5 });
  const statement = await bank.statement('egon');
  expect(statement.map(({ kindName, balanceFen }) => [kindName.zh, kindName.en, balanceFen])).toEqual([
    ['开户', 'opening', 1_000_000_000n],
    ['转账', 'transfer', 999_998_750n],
    ['存款', 'deposit', 1_000_007_750n],
    ['取款', 'withdrawal', 999_997_250n],
  ]);
  const transfer = { id: 'new', from: 'lily', to: 'egon', amountFen: 2_000n };
  expect(await bank.transfer(transfer, live)).toMatchObject({ status: 'created', balanceFen: 0n });
  const old = { id: 'rent-11', from: 'egon', to: 'alex', amountFen: 1_250n };
  expect(await bank.transfer(old, live)).toMatchObject({ status: 'exists', balanceFen: 999_998_750n });
  expect(await bank.audit()).toEqual({ ...totals, transactions: 6 });
});
