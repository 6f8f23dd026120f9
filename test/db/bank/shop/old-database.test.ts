import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { app } from '#conf/app.ts';
import { Bank } from '#core/bank/bank.ts';
import { parseCatalog } from '#core/shop/catalog.ts';
import { Shop } from '#core/shop/shop.ts';
import type { Database } from '#db/database.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { parseIni } from '#lib/ini/parse.ts';
import { live } from '#test/core/bank/open-test-bank.ts';
import {
  applicationId,
  bringAlong,
  contentOf,
  danglingIn,
  openForTest,
  restore,
  rowsOf,
  schemaOf,
  setsOf,
} from '#test/db/sqlite/old-database.ts';
import { Home } from '#test/kit/home.ts';
import { jsonOf, runAs } from '#test/kit/run.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const dump = 'bank/shop/version-3.sql';
const catalog = parseCatalog(parseIni('[tea]\nname = 龙井茶\nprice = 88\nstock = 60\n'), 'products.ini');
const clock = () => Date.UTC(2027, 0);
const open = (database: Database) => ({
  bank: new Bank({ database, clock, withdrawFeeBasisPoints: 500n }),
  shop: new Shop({ database, clock, catalog: () => catalog }),
});
const kinds = [
  ['开户', 'opening'],
  ['转账', 'transfer'],
  ['存款', 'deposit'],
  ['取款', 'withdrawal'],
  ['购物', 'purchase'],
  ['购物', 'purchase'],
];

/** The parts in a row, each opening the file after the one before. */
test.each<[string, readonly (readonly string[] | undefined)[]]>([
  ['by all parts at once', [undefined]],
  ['by the skeleton, then by all parts', [['users'], undefined]],
  ['by the skeleton, then with the bank, then with the shop', [['users'], ['users', 'bank'], undefined]],
  ['without the shop, then by all parts', [['users', 'bank'], undefined]],
])('every row of an old database is there when it was opened %s', async (_, steps) => {
  using folder = new TemporaryFolder();
  const [file, fresh] = [restore(dump, folder.file('old.db')), folder.file('fresh.db')];
  const before = rowsOf(file);
  expect([before['journal'], before['order_line']].map((rows) => rows?.length)).toEqual([11, 5]);
  for (const parts of steps) {
    await bringAlong(file, parts);
    expect(rowsOf(file)).toMatchObject(before);
    expect(danglingIn(file)).toEqual([]);
  }
  await bringAlong(fresh);
  expect(schemaOf(file)).toEqual(schemaOf(fresh));
  await using database = await openForTest(file);
  const statement = await open(database).bank.statement('egon');
  expect(statement.map(({ kindName }) => [kindName.zh, kindName.en])).toEqual(kinds);
});

test('the books balance, old orders are listed, and money and goods move', async () => {
  using folder = new TemporaryFolder();
  await using database = await openForTest(restore(dump, folder.file('old.db')));
  const { bank, shop } = open(database);
  const totals = { ok: true, totalFen: 1_000_999_999_995n, accounts: 4 };
  expect(await bank.audit()).toEqual({ ...totals, transactions: 11 });
  expect((await shop.orders('egon')).map(({ totalFen }) => totalFen)).toEqual([9_250n, 17_600n]);
  expect(await shop.products()).toMatchObject([{ id: 'tea', available: 57 }]);
  const transfer = { id: 'new', from: 'egon', to: 'lily', amountFen: 9_000n };
  expect(await bank.transfer(transfer, live)).toMatchObject({ status: 'created' });
  const tea = { id: 'tea-1', user: 'lily', lines: [{ productId: 'tea', quantity: 1 }] };
  expect(await shop.checkout(tea, live)).toMatchObject({ status: 'created', balanceFen: 2_050n });
  const again = { id: 'b1', user: 'egon', lines: [{ productId: 'tea', quantity: 2 }] };
  expect(await shop.checkout(again, live)).toMatchObject({ status: 'exists', balanceFen: 999_979_650n });
  expect(await bank.audit()).toEqual({ ...totals, transactions: 13 });
});

test.each([
  ['update journal set at_ms = 0', 'the journal is immutable'],
  ['delete from journal', 'the journal is immutable'],
  ['update entry set amount_fen = 1', 'entries are immutable'],
  ['delete from entry', 'entries are immutable'],
  ['delete from account', 'accounts are never deleted'],
  [`update account set owner = 'eve' where owner = 'egon'`, 'an account keeps its owner'],
  ['update orders set total_fen = 1', 'orders are immutable'],
  ['delete from order_line', 'orders are immutable'],
  [`insert into journal (id, kind, actor, at_ms) values ('x', 'gift', 'egon', 0)`, 'FOREIGN KEY'],
])('what an old database refused is refused afterwards: %s', async (sql, refusal) => {
  using folder = new TemporaryFolder();
  await using database = await openForTest(restore(dump, folder.file('old.db')));
  await expect(database.write((queries) => queries.run(sql))).rejects.toThrow(refusal);
});

test('opening it again changes nothing', async () => {
  using folder = new TemporaryFolder();
  const file = restore(dump, folder.file('old.db'));
  await bringAlong(file);
  const content = contentOf(file);
  await bringAlong(file);
  expect(contentOf(file)).toEqual(content);
});

test('a failure half way leaves the old file as it was, and the next opening succeeds', async () => {
  using folder = new TemporaryFolder();
  using migrationsFolder = new TemporaryFolder();
  const file = restore(dump, folder.file('old.db'));
  const content = contentOf(file);
  writeFileSync(migrationsFolder.file('000-version-3.sql'), 'insert into nowhere values (1)');
  writeFileSync(migrationsFolder.file('001-a.sql'), 'create table a (x integer) strict');
  // The last in the row: the tables of the others have been made anew by then.
  const migrations = [...setsOf(), { part: 'failing', folder: migrationsFolder.path }];
  const opening = openSqlite({ file, applicationId, migrations, busyTimeoutMs: 1000 });
  await expect(opening).rejects.toThrow('no such table: nowhere');
  expect(contentOf(file)).toEqual(content);
  await bringAlong(file);
  expect(rowsOf(file)).toMatchObject(content.rows);
});

test('the program signs in the users of an old database, and goes on with their money', async () => {
  using home = new Home();
  home.write('config.ini', '[egon]\npassword = 123\nmoney = 10000000\n');
  restore(dump, home.databaseFile);
  home.sql(`pragma application_id = ${app.databaseId}`);
  const lily = ['lily', 'lily pass 1'] as const;
  const options = { home: home.path };
  expect(jsonOf(await runAs(lily, ['balance', '--json'], options)).json).toMatchObject({ balance: '18.50' });
  expect(jsonOf(await runAs(['egon', '123'], ['audit', '--json'], options)).json).toMatchObject({ ok: true });
});
