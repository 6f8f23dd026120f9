import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { type Database, DatabaseError, type DatabaseErrorCode } from '#db/database.ts';
import { removeDatabase } from '#db/sqlite/remove.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { databaseOptions, openTestDatabase } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const ours = 0x63617070;
const write = (database: Database, before: string) =>
  database.write(async (queries) => {
    await queries.get(before);
    for (let at = 0; at < 100_000; at++)
      await queries.run(`insert into credential values (?, '$argon2id$x', 0, 0)`, `user ${at}`);
  });

function holding(folder: TemporaryFolder, sql: string): string {
  const file = folder.file('app.db');
  const driver = new DatabaseSync(file);
  driver.exec(sql);
  driver.close();
  return file;
}

function holdingBytes(folder: TemporaryFolder, bytes: string | Buffer): string {
  const file = folder.file('app.db');
  writeFileSync(file, bytes);
  return file;
}

/** A way to cause each error, in a folder of its own, with real files and real SQLite. */
const byCode: Readonly<Record<DatabaseErrorCode, (folder: TemporaryFolder) => Promise<unknown>>> = {
  async busy(folder) {
    const file = folder.databaseFile;
    await using first = await openTestDatabase(file);
    await using second = await openTestDatabase(file, 30);
    let release = () => {};
    let long: Promise<void> | undefined;
    await new Promise<void>((begun) => {
      long = first.write(() => {
        begun();
        return new Promise((done) => {
          release = done;
        });
      });
    });
    return await second
      .write(async () => {})
      .finally(() => {
        release();
        return long;
      });
  },
  cannot_open: (folder) => openTestDatabase(join(holdingBytes(folder, ''), 'app.db')),
  async closed() {
    await using database = await openTestDatabase();
    await database.close();
    return await database.read(async () => {});
  },
  async corrupt(folder) {
    const file = folder.databaseFile;
    await (await openTestDatabase(file)).close();
    await using damaged = await openTestDatabase(holdingBytes(folder, readFileSync(file).fill(0xff, 4096)));
    return await damaged.read((queries) => queries.all('select * from credential'));
  },
  foreign: (folder) => openTestDatabase(holding(folder, 'create table theirs (a)')),
  async full() {
    await using database = await openTestDatabase();
    return await write(database, 'pragma max_page_count = 60');
  },
  async in_use(folder) {
    const file = folder.databaseFile;
    await using _ = await openTestDatabase(file);
    removeDatabase({ ...databaseOptions, file });
  },
  incomplete(folder) {
    writeFileSync(folder.file('app.db-wal'), 'the last transactions');
    return openTestDatabase(folder.file('app.db'));
  },
  // Linux only: reading its first page fails with EIO.
  io: () => openTestDatabase('/proc/self/mem'),
  async migration_changed(folder) {
    const file = folder.databaseFile;
    const options = (sql: string) => {
      writeFileSync(folder.file('001-a.sql'), sql);
      return {
        ...databaseOptions,
        file,
        migrations: [{ part: 'a', folder: folder.path }],
        busyTimeoutMs: 1000,
      };
    };
    await (await openSqlite(options('select 1'))).close();
    return openSqlite(options('select 2'));
  },
  not_a_database: (folder) => openTestDatabase(holdingBytes(folder, 'hello '.repeat(1000))),
  async read_only() {
    await using database = await openTestDatabase();
    return await write(database, 'pragma query_only = on');
  },
  removed: (folder) =>
    openTestDatabase(holding(folder, `pragma application_id = ${ours}; pragma user_version = -1`)),
  async replaced(folder) {
    await using database = await openTestDatabase(folder.databaseFile);
    rmSync(folder.databaseFile);
    return await database.write(async () => {});
  },
  // SQLite reads a negative timeout as 0.
  setting_refused: (folder) =>
    openSqlite({ ...databaseOptions, file: folder.databaseFile, busyTimeoutMs: -1 }),
  too_new: (folder) =>
    openTestDatabase(holding(folder, `pragma application_id = ${ours}; pragma user_version = 99`)),
};

const possibleHere = Object.entries(byCode).filter(([code]) => code !== 'io' || process.platform === 'linux');

test.for(possibleHere)(
  '%s has a sentence in both languages, with the file and the remedy',
  async ([code, fail]) => {
    using folder = new TemporaryFolder();
    const error = await fail(folder).catch((caught: unknown) => caught);
    if (!(error instanceof DatabaseError)) throw error;
    expect(error.code).toBe(code);
    expectSentence(error.text);
    expect(error.text.zh).toMatch(/^数据库 \/\S+ \p{Script=Han}/u);
    expect(error.message).toBe(error.text.en);
    expect(error.message).toMatch(/^The database \/\S+ [a-z]/);
  },
);

test('a path cannot bring control characters to the screen', async () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.file('\u001b[2J\u202e');
  const file = join(folder, 'app.db');
  mkdirSync(dirname(file));
  writeFileSync(file, 'hello '.repeat(1000));
  const error = await openTestDatabase(file).catch((caught: unknown) => caught);
  expect((error as DatabaseError).text.zh).toContain('/\ufffd[2J\ufffd/app.db 无法读作数据库');
  expect((error as DatabaseError).message).toContain('/\ufffd[2J\ufffd/app.db cannot be read as a database:');
});
