import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '#db/database.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { closable, databaseOptions, openTestDatabase } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { bundleFixture, Fixture } from './fixture.ts';

const remember = (database: Database, name: string) =>
  database.write((queries) => queries.run(`insert into credential values (?, '$argon2id$x', 0, 0)`, name));
const names = async (database: Database) =>
  (await database.read((queries) => queries.all('select name from credential order by name'))).map(
    ({ name }) => name,
  );
const openWatched = async (file: string) =>
  closable(await openSqlite({ ...databaseOptions, file, busyTimeoutMs: 1000, filesCheckedEveryMs: 0 }));
const all = ['', '-wal', '-shm'];

/** What another program does to the files of an open database. `copy` is an older copy of the main file. */
const disturbances: readonly (readonly [string, (file: string, copy: string) => void])[] = [
  ['the main file is removed', (file) => rmSync(file)],
  ['all files are removed', (file) => all.map((suffix) => rmSync(file + suffix))],
  ['-wal is removed', (file) => rmSync(`${file}-wal`)],
  ['-shm is removed', (file) => rmSync(`${file}-shm`)],
  ['-wal is cut', (file) => truncateSync(`${file}-wal`)],
  ['-wal is cut in the middle', (file) => truncateSync(`${file}-wal`, 4096)],
  ['the folder is removed', (file) => rmSync(dirname(file), { recursive: true })],
  ['the folder is moved', (file) => renameSync(dirname(file), `${dirname(file)}-moved`)],
  [
    'the folder is replaced by a file',
    (file) => {
      renameSync(dirname(file), `${dirname(file)}-moved`);
      writeFileSync(dirname(file), '');
    },
  ],
  ['an older copy takes its place', (file, copy) => renameSync(copy, file)],
  [
    'it moves, and a folder with an older copy takes its place',
    (file, copy) => {
      renameSync(dirname(file), `${dirname(file)}-moved`);
      mkdirSync(dirname(file));
      renameSync(copy, file);
    },
  ],
];

test.each(disturbances)('no more is read, written or acknowledged after %s', async (_, disturb) => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await (await openTestDatabase(file)).close();
  copyFileSync(file, folder.file('copy'));
  await using database = await openWatched(file);
  await remember(database, 'acknowledged');
  const sizes = () => all.map((suffix) => existsSync(file + suffix) && statSync(file + suffix).size);
  disturb(file, folder.file('copy'));
  const before = sizes();
  await expect(remember(database, 'lost')).rejects.toMatchObject({ code: 'replaced' });
  await expect(names(database)).rejects.toMatchObject({ code: 'replaced' });
  await database.close();
  expect(sizes()).toEqual(before);
});

test('a hole that a commit has left in a cut -wal is found, and not copied into the main file', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await using database = await openTestDatabase(file);
  for (let name = 0; name < 10; name++) await remember(database, String(name));
  const before = readFileSync(file);
  truncateSync(`${file}-wal`);
  // The check may be fresh still: such a commit is not noticed at once.
  const outcomes: unknown[] = [];
  await expect
    .poll(() => remember(database, `after ${outcomes.push(1)}`).catch(({ code }) => code), { interval: 1 })
    .toBe('replaced');
  await database.close();
  expect(readFileSync(file)).toEqual(before);
});

test('what is lost while a transaction runs is not acknowledged', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await using database = await openTestDatabase(file);
  const writing = database.write(async (queries) => {
    await queries.run(`insert into credential values ('egon', '$argon2id$x', 0, 0)`);
    rmSync(file);
  });
  await expect(writing).rejects.toMatchObject({ code: 'replaced' });
});

test('files that come back where they were are trusted after a restart only', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  const moved = folder.file('moved');
  await using database = await openWatched(file);
  await remember(database, 'acknowledged');
  renameSync(dirname(file), moved);
  await expect(remember(database, 'lost')).rejects.toMatchObject({ code: 'replaced' });
  renameSync(moved, dirname(file));
  await expect(remember(database, 'lost')).rejects.toMatchObject({ code: 'replaced' });
  await database.close();
  await using again = await openTestDatabase(file);
  expect(await names(again)).toEqual(['acknowledged']);
});

test('what others may do to the files is no loss: links, copies, and a WAL that another process empties', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  await using database = await openTestDatabase(file);
  await remember(database, 'a');
  linkSync(file, folder.file('link'));
  cpSync(dirname(file), folder.file('copied'), { recursive: true });
  await remember(database, 'b');
  await using other = await openTestDatabase(file);
  await remember(other, 'c');
  await other.close();
  expect(statSync(`${file}-wal`).size).toBe(0);
  await remember(database, 'd');
  expect(await names(database)).toEqual(['a', 'b', 'c', 'd']);
});

test('a process whose -wal and -shm were removed leaves what others write afterwards, also when it ends', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  using process = new Fixture(await bundleFixture('test/db/sqlite/write-when-told.fixture.ts'), [
    file,
    JSON.stringify(databaseOptions),
  ]);
  await process.untilLine();
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix);
  await using other = await openTestDatabase(file);
  await remember(other, 'acknowledged');
  await other.close();
  process.write('after\n');
  process.endInput();
  expect(await process.untilExit()).toEqual({ code: 0, errors: '' });
  expect(process.lines).toEqual(['before: 1', 'after: replaced']);
  await using again = await openTestDatabase(file);
  expect(await again.read((queries) => queries.get('pragma integrity_check'))).toEqual({
    integrity_check: 'ok',
  });
  expect(await names(again)).toContain('acknowledged');
});
