import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { bundleFixture, Fixture } from './fixture.ts';
import { migrations, openTestDatabase, temporaryFile, temporaryFolder } from './open-test-database.ts';

let holdOpen: string;
beforeAll(async () => {
  holdOpen = await bundleFixture('test/db/hold-open.fixture.ts');
});

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = temporaryFolder();
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
};
const versionOf = (database: Database) => database.read((queries) => queries.get('pragma user_version'));
const [first, second] = [
  'create table a (x integer) strict',
  'insert into a values (1); insert into a values (2)',
];

test('a new file gets all the tables, every one of them strict', async () => {
  const database = await openTestDatabase();
  expect(await versionOf(database)).toEqual({ user_version: BigInt(readdirSync(migrations).length) });
  const tables = await database.read((queries) =>
    queries.all(
      `select name, strict from pragma_table_list where schema = 'main' and name not like 'sqlite_%'`,
    ),
  );
  expect(tables.length).toBeGreaterThanOrEqual(4);
  expect(tables.filter(({ strict }) => strict !== 1n)).toEqual([]);
});

test('an older file gets what is new, and keeps its rows', async () => {
  const file = temporaryFile();
  const old = await openSqlite({ file, migrations: folderWith({ '001-a.sql': first }), busyTimeoutMs: 1000 });
  await old.write((queries) => queries.run('insert into a values (7)'));
  await old.close();
  const newer = folderWith({ '001-a.sql': first, '002-b.sql': second, 'README.md': 'no migration' });
  const database = await openSqlite({ file, migrations: newer, busyTimeoutMs: 1000 });
  expect(await database.read((queries) => queries.all('select x from a'))).toEqual([
    { x: 7n },
    { x: 1n },
    { x: 2n },
  ]);
  expect(await versionOf(database)).toEqual({ user_version: 2n });
  await database.close();
});

test('one that fails leaves nothing behind', async () => {
  const file = temporaryFile();
  const broken = folderWith({
    '001-a.sql': first,
    '002-b.sql': 'insert into a values (1); insert into nowhere values (2)',
  });
  await expect(openSqlite({ file, migrations: broken, busyTimeoutMs: 1000 })).rejects.toThrow(
    'no such table',
  );
  const mended = folderWith({ '001-a.sql': first, '002-b.sql': second });
  const database = await openSqlite({ file, migrations: mended, busyTimeoutMs: 1000 });
  expect(await database.read((queries) => queries.all('select x from a'))).toEqual([{ x: 1n }, { x: 2n }]);
  await database.close();
});

test.each([
  [['001-a.sql', '003-c.sql'], '003-c.sql is not migration 2'],
  [['001-a.sql', '001-b.sql'], '001-b.sql is not migration 2'],
  [['a.sql'], 'a.sql is not migration 1'],
])('the numbers %j are refused', async (names, message) => {
  const folder = folderWith(Object.fromEntries(names.map((name) => [name, 'select 1'])));
  await expect(
    openSqlite({ file: temporaryFile(), migrations: folder, busyTimeoutMs: 1000 }),
  ).rejects.toThrow(message);
});

test('eight processes that start at once on no file at all share one', async () => {
  const file = temporaryFile();
  mkdirSync(join(file, '..'));
  const processes = Array.from({ length: 8 }, () => new Fixture(holdOpen, [file, migrations]));
  for (const process of processes) process.endInput();
  const exits = await Promise.all(processes.map((process) => process.untilExit()));
  expect(exits).toEqual(processes.map(() => ({ code: 0, errors: '' })));
  const database = await openTestDatabase(file);
  expect(await versionOf(database)).toEqual({ user_version: BigInt(readdirSync(migrations).length) });
});
