import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#db/database.ts';
import { readMigrations } from '#db/migrations.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { databaseOptions, openTestDatabase } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { bundleFixture, Fixture } from './fixture.ts';

let holdOpen: string;
beforeAll(async () => {
  holdOpen = await bundleFixture('test/db/sqlite/hold-open.fixture.ts');
});

const folderWith = (temporary: TemporaryFolder, files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(temporary.file('set-'));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
};
/** A set of migrations called notes, in a database that only these tests open. */
const optionsWith = (temporary: TemporaryFolder, files: Readonly<Record<string, string>>) => ({
  applicationId: 7,
  migrations: [{ part: 'notes', folder: folderWith(temporary, files) }],
  busyTimeoutMs: 1000,
});
const recordOf = (database: Database) =>
  database.read((queries) => queries.all('select part, number from migration order by part, number'));
const allRecorded = databaseOptions.migrations.flatMap((set) =>
  readMigrations(set).map(({ part, number }) => ({ part, number: BigInt(number) })),
);
const [first, second] = [
  'create table a (x integer) strict',
  'insert into a values (1); insert into a values (2)',
];

test('a new file gets all the tables, every one of them strict', async () => {
  await using database = await openTestDatabase();
  expect(await recordOf(database)).toEqual(expect.arrayContaining(allRecorded));
  const tables = await database.read((queries) =>
    queries.all(
      `select name, strict from pragma_table_list where schema = 'main' and name not like 'sqlite_%'`,
    ),
  );
  expect(tables.length).toBeGreaterThanOrEqual(4);
  expect(tables.filter(({ strict }) => strict !== 1n)).toEqual([]);
});

test('an older file gets the new tables, and keeps its rows', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  const old = await openSqlite({ file, ...optionsWith(folder, { '001-a.sql': first }) });
  await old.write((queries) => queries.run('insert into a values (7)'));
  await old.close();
  const newer = optionsWith(folder, { '001-a.sql': first, '002-b.sql': second, 'README.md': 'no migration' });
  const database = await openSqlite({ file, ...newer });
  expect(await database.read((queries) => queries.all('select x from a'))).toEqual([
    { x: 7n },
    { x: 1n },
    { x: 2n },
  ]);
  expect(await recordOf(database)).toEqual([
    { part: 'notes', number: 1n },
    { part: 'notes', number: 2n },
  ]);
  await database.close();
});

test('a migration that fails leaves nothing behind', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  const broken = optionsWith(folder, {
    '001-a.sql': first,
    '002-b.sql': 'insert into a values (1); insert into nowhere values (2)',
  });
  await expect(openSqlite({ file, ...broken })).rejects.toThrow('no such table');
  const mended = optionsWith(folder, { '001-a.sql': first, '002-b.sql': second });
  const database = await openSqlite({ file, ...mended });
  expect(await database.read((queries) => queries.all('select x from a'))).toEqual([{ x: 1n }, { x: 2n }]);
  await database.close();
});

test.each([
  [['001-a.sql', '003-c.sql'], '003-c.sql is not migration 2'],
  [['001-a.sql', '001-b.sql'], '001-b.sql is not migration 2'],
  [['002-a.sql'], '002-a.sql is not migration 1'],
])('the numbers %j are refused', async (names, message) => {
  using folder = new TemporaryFolder();
  const options = optionsWith(folder, Object.fromEntries(names.map((name) => [name, 'select 1'])));
  await expect(openSqlite({ file: folder.databaseFile, ...options })).rejects.toThrow(message);
});

test('eight processes that start at once without a file share a new one', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  mkdirSync(join(file, '..'));
  await using lifetime = new Lifetime();
  const processes = Array.from({ length: 8 }, () =>
    lifetime.use(new Fixture(holdOpen, [file, JSON.stringify(databaseOptions)])),
  );
  for (const process of processes) process.endInput();
  const exits = await Promise.all(processes.map((process) => process.untilExit()));
  expect(exits).toEqual(processes.map(() => ({ code: 0, errors: '' })));
  await using database = await openTestDatabase(file);
  expect(await recordOf(database)).toHaveLength(allRecorded.length);
});

test('sets are numbered each for itself, and one can be added later', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  const notes = optionsWith(folder, { '001-a.sql': first });
  const before = await openSqlite({ file, ...notes });
  await before.close();
  const tags = {
    part: 'tags',
    folder: folderWith(folder, { '001-b.sql': 'create table b (x integer) strict' }),
  };
  const after = await openSqlite({ file, ...notes, migrations: [tags, ...notes.migrations] });
  expect(await recordOf(after)).toEqual([
    { part: 'notes', number: 1n },
    { part: 'tags', number: 1n },
  ]);
  await after.close();
});

test('the tables of a part that was left out stay as they are', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  const notes = optionsWith(folder, { '001-a.sql': `${first}; insert into a values (7)` });
  await (await openSqlite({ file, ...notes })).close();
  const bare = await openSqlite({ file, ...notes, migrations: [] });
  expect(await bare.read((queries) => queries.get('select x from a'))).toEqual({ x: 7n });
  await bare.close();
});

test('a migration that was changed after it ran is refused, and nothing is run', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await (await openSqlite({ file, ...optionsWith(folder, { '001-a.sql': first }) })).close();
  const changed = optionsWith(folder, {
    '001-a.sql': `${first};`,
    '002-b.sql': 'create table b (x integer) strict',
  });
  const refusal = openSqlite({ file, ...changed });
  await expect(refusal).rejects.toMatchObject({ code: 'migration_changed' });
  await expect(refusal).rejects.toThrow('db/notes/migrations/001-a.sql');
  const lineEnds = optionsWith(folder, { '001-a.sql': first.replaceAll('\n', '\r\n') });
  await (await openSqlite({ file, ...lineEnds })).close();
});

test('a database with more migrations than the program knows is refused', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await (
    await openSqlite({ file, ...optionsWith(folder, { '001-a.sql': first, '002-b.sql': second }) })
  ).close();
  await expect(openSqlite({ file, ...optionsWith(folder, { '001-a.sql': first }) })).rejects.toMatchObject({
    code: 'too_new',
  });
});

test('the database of another app is not opened', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  const ours = optionsWith(folder, { '001-a.sql': first });
  await (await openSqlite({ file, ...ours })).close();
  await expect(openSqlite({ file, ...ours, applicationId: 8 })).rejects.toMatchObject({ code: 'foreign' });
});
