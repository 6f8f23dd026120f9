import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, test } from 'vitest';
import type { Database, Queries } from '#db/database.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { databaseOptions, openTestDatabase } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const remember = (queries: Queries, name: string) =>
  queries.run(`insert into credential values (?, '$argon2id$x', 0, 0)`, name);
const names = async (database: Database) =>
  (await database.read((queries) => queries.all('select name from credential order by name'))).map(
    ({ name }) => name,
  );
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('every connection', () => {
  const settings = (database: Database) =>
    database.read(async (queries) => ({
      ...(await queries.get('pragma journal_mode')),
      ...(await queries.get('pragma synchronous')),
      ...(await queries.get('pragma busy_timeout')),
      ...(await queries.get('pragma foreign_keys')),
    }));
  const safe = { journal_mode: 'wal', synchronous: 2n, timeout: 30_000n, foreign_keys: 1n };

  test('refuses a text with a NUL, which the driver would cut there', async () => {
    await using database = await openTestDatabase();
    const find = (name: string) =>
      database.read((queries) => queries.get('select name from credential where name = ?', name));
    await expect(find('egon\0')).rejects.toThrow('NUL');
  });

  test('syncs every commit, waits 30 s and checks references: on a new file, reopened, and within a write', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await using first = await openTestDatabase(file);
    expect(await settings(first)).toEqual(safe);
    await first.close();
    await using again = await openTestDatabase(file);
    expect(await settings(again)).toEqual(safe);
    expect(await again.write((queries) => queries.get('pragma synchronous'))).toEqual({ synchronous: 2n });
    expect(await again.write((queries) => queries.get('pragma busy_timeout'))).toEqual({ timeout: 30_000n });
  });

  test('is refused when SQLite does not accept a setting', async () => {
    // SQLite reads a negative timeout as 0.
    using folder = new TemporaryFolder();
    const opening = openSqlite({ ...databaseOptions, file: folder.databaseFile, busyTimeoutMs: -1 });
    await expect(opening).rejects.toMatchObject({ name: 'DatabaseError', code: 'setting_refused' });
  });
});

describe('the files', () => {
  test('are for the owner only, with any umask', async () => {
    const before = process.umask(0);
    try {
      using folder = new TemporaryFolder();
      const file = folder.databaseFile;
      await using database = await openTestDatabase(file);
      await database.write((queries) => remember(queries, 'egon'));
      const modes = readdirSync(dirname(file)).map((name) => [name, modeOf(join(dirname(file), name))]);
      expect(modes).toEqual([
        ['app.db', '600'],
        ['app.db-shm', '600'],
        ['app.db-wal', '600'],
      ]);
      expect(modeOf(dirname(file))).toBe('700');
    } finally {
      process.umask(before);
    }
  });

  test('lose the access of other users', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('app.db');
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    await using _ = await openTestDatabase(file);
    expect([modeOf(file), modeOf(`${file}-wal`)]).toEqual(['600', '600']);
  });

  test('hold everything in the one main file after close', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await using database = await openTestDatabase(file);
    await database.write((queries) => remember(queries, 'egon'));
    await database.close();
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  });
});

describe('write', () => {
  test('keeps its rows, also after the file is opened again', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await using database = await openTestDatabase(file);
    expect(await database.write((queries) => remember(queries, 'egon'))).toBe(1n);
    await using again = await openTestDatabase(file);
    expect(await names(again)).toEqual(['egon']);
  });

  test('takes all changes back when the work fails', async () => {
    await using database = await openTestDatabase();
    const work = database.write(async (queries) => {
      await remember(queries, 'egon');
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await names(database)).toEqual([]);
    await database.write((queries) => remember(queries, 'alex'));
    expect(await names(database)).toEqual(['alex']);
  });

  test('never interleaves with another transaction of this process', async () => {
    await using database = await openTestDatabase();
    const events: string[] = [];
    const work = (name: string, pauseMs: number) => async () => {
      events.push(`${name} begins`);
      await sleep(pauseMs);
      events.push(`${name} ends`);
    };
    await Promise.all([
      database.write(work('first', 20)),
      database.read(work('second', 5)),
      database.write(work('third', 0)),
    ]);
    expect(events).toEqual([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
      'third begins',
      'third ends',
    ]);
  });

  test('refuses its queries after the transaction', async () => {
    await using database = await openTestDatabase();
    const kept = await database.write(async (queries) => queries);
    await expect(kept.get('select 1')).rejects.toThrow('has ended');
    let leaked: Queries | undefined;
    const failing = database.write(async (queries) => {
      leaked = queries;
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await expect(leaked?.run('delete from credential')).rejects.toThrow('has ended');
  });

  test('with a full disk fails with a code, and changes nothing', async () => {
    await using database = await openTestDatabase();
    const filling = database.write(async (queries) => {
      await queries.get('pragma max_page_count = 60');
      for (let i = 0; i < 100_000; i++) await remember(queries, `user ${i}`);
    });
    await expect(filling).rejects.toMatchObject({ name: 'DatabaseError', code: 'full' });
    expect(await names(database)).toEqual([]);
  });

  test('passes on an error that is not of the database', async () => {
    await using database = await openTestDatabase();
    const error = Object.assign(new Error('another file'), { code: 'ENOSPC' });
    await expect(database.write(() => Promise.reject(error))).rejects.toBe(error);
    await database.write((queries) => remember(queries, 'egon'));
    const twice = database.write((queries) => remember(queries, 'egon'));
    await expect(twice).rejects.toThrow('UNIQUE constraint failed');
  });
});

describe('read', () => {
  test('sees one moment, despite other writes meanwhile', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await using reader = await openTestDatabase(file);
    await using writer = await openTestDatabase(file);
    await reader.read(async (queries) => {
      const before = await queries.all('select name from credential');
      await writer.write((others) => remember(others, 'egon'));
      expect(await queries.all('select name from credential')).toEqual(before);
    });
    expect(await names(reader)).toEqual(['egon']);
  });

  test('changes nothing', async () => {
    await using database = await openTestDatabase();
    await expect(database.read((queries) => remember(queries, 'egon'))).rejects.toThrow('use write');
  });

  test('gives integers as bigint, exact over the whole range', async () => {
    await using database = await openTestDatabase();
    const row = await database.read((queries) =>
      queries.get('select ? as most, 9007199254740993 as odd, ? as none', 2n ** 63n - 1n, null),
    );
    expect(row).toEqual({ most: 2n ** 63n - 1n, odd: 2n ** 53n + 1n, none: null });
  });
});

describe('another writer on the same file', () => {
  test('delays a write, while the event loop goes on', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    const busyTimeoutMs = 5_000;
    await using first = await openTestDatabase(file);
    await using second = await openTestDatabase(file, busyTimeoutMs);
    const events: string[] = [];
    let waiting: Promise<void> | undefined;
    const beganMs = performance.now();
    await first.write(async () => {
      waiting = second.write(async (queries) => {
        events.push('second');
        await remember(queries, 'egon');
      });
      await sleep(100);
      events.push('first');
    });
    // A second writer that blocked the event loop would block it for the whole busy timeout.
    expect(performance.now() - beganMs).toBeLessThan(busyTimeoutMs);
    await waiting;
    expect(events).toEqual(['first', 'second']);
    expect(await names(first)).toEqual(['egon']);
  });

  test('that is making the file delays a write in the same way', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('app.db');
    const maker = new DatabaseSync(file);
    maker.exec('begin immediate');
    setTimeout(() => maker.close(), 50);
    await using database = await openTestDatabase(file);
    await database.write((queries) => remember(queries, 'egon'));
    expect(maker.isOpen).toBe(false);
  });

  test('delays a write no longer than the busy timeout', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await using first = await openTestDatabase(file);
    await using second = await openTestDatabase(file, 30);
    await first.write(async () => {
      const impatient = second.write((queries) => remember(queries, 'egon')).catch((error: unknown) => error);
      const tooLong = sleep(10_000, 'still waiting', { ref: false });
      const refusal = await Promise.race([impatient, tooLong]);
      expect(refusal).toMatchObject({ name: 'DatabaseError', code: 'busy' });
    });
    await second.write((queries) => remember(queries, 'alex'));
    expect(await names(first)).toEqual(['alex']);
  });
});

describe('close', () => {
  test('waits for running transactions, then refuses new ones', async () => {
    await using database = await openTestDatabase();
    const events: string[] = [];
    const running = database.write(async (queries) => {
      await sleep(20);
      await remember(queries, 'egon');
      events.push('written');
    });
    const closing = database.close().then(() => events.push('closed'));
    await expect(database.read(async () => 1)).rejects.toMatchObject({ code: 'closed' });
    await Promise.all([running, closing, database.close()]);
    expect(events).toEqual(['written', 'closed']);
  });
});

describe('a file that cannot be the database', () => {
  const open = (file: string) => openSqlite({ ...databaseOptions, file, busyTimeoutMs: 1000 });
  const bare = (file: string, sql: string) => {
    const driver = new DatabaseSync(file);
    driver.exec(sql);
    driver.close();
  };

  test.each<[string, string, (file: string) => void]>([
    ['text', 'not_a_database', (file) => writeFileSync(file, 'hello '.repeat(1000))],
    ['a few bytes', 'not_a_database', (file) => writeFileSync(file, 'hello')],
    ['a folder', 'not_a_database', (file) => mkdirSync(file)],
    ['tables of another program', 'foreign', (file) => bare(file, 'create table theirs (a)')],
    ['the mark of another program', 'foreign', (file) => bare(file, 'pragma application_id = 42')],
    [
      'a removal cut short',
      'removed',
      (file) => bare(file, `pragma application_id = ${0x63617070}; pragma user_version = -1`),
    ],
    [
      'a newer version',
      'too_new',
      (file) => bare(file, `pragma application_id = ${0x63617070}; pragma user_version = 99`),
    ],
  ])('%s: %s', async (_, code, make) => {
    using folder = new TemporaryFolder();
    const file = folder.file('app.db');
    make(file);
    const error = await open(file).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'DatabaseError', code });
    expect((error as Error).message).toMatch(/^The database \/.*app\.db .*\.$/);
  });

  test('of another program is left as it was', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('theirs.db');
    bare(file, 'create table theirs (a)');
    await expect(open(file)).rejects.toMatchObject({ code: 'foreign' });
    const driver = new DatabaseSync(file);
    expect(driver.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'delete' });
    driver.close();
  });

  test('with broken pages is reported as damaged', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await (await openTestDatabase(file)).close();
    const pages = readFileSync(file);
    const damaged = folder.file('damaged.db');
    writeFileSync(damaged, pages.fill(0xff, 4096));
    await expect(openTestDatabase(damaged).then(names)).rejects.toMatchObject({
      name: 'DatabaseError',
      code: 'corrupt',
    });
  });

  test('with damage that a later read finds is reported, too', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await using whole = await openTestDatabase(file);
    const size = await whole.read((queries) => queries.get('pragma page_size'));
    const table = await whole.read((queries) =>
      queries.get(`select rootpage from sqlite_schema where name = 'credential'`),
    );
    await whole.close();
    const [bytes, page] = [Number(size?.['page_size']), Number(table?.['rootpage'])];
    const damaged = folder.file('damaged.db');
    writeFileSync(damaged, readFileSync(file).fill(0xff, bytes * (page - 1), bytes * page));
    await using database = await openTestDatabase(damaged);
    await expect(names(database)).rejects.toMatchObject({ name: 'DatabaseError', code: 'corrupt' });
  });

  test.each([
    ['a column', 'name text primary key', 'namd text primary key'],
    ['a check', `hash like '$argon2id$%'`, `hash like '$arfon2id$%'`],
    ['the record of migrations', 'part text not null', 'paru text not null'],
  ])('with one flipped bit in the schema is reported as damaged: %s', async (_, before, after) => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await (await openTestDatabase(file)).close();
    const damaged = folder.file('damaged.db');
    // A page can hold an older copy of the schema, which SQLite does not read.
    writeFileSync(damaged, readFileSync(file, 'latin1').replaceAll(before, after), 'latin1');
    const using = openTestDatabase(damaged).then((database) =>
      database.write((queries) => remember(queries, 'egon')).finally(() => database.close()),
    );
    await expect(using).rejects.toMatchObject({ name: 'DatabaseError', code: 'corrupt' });
  });

  test('with pages cut off is refused, also where a -wal hides the cut from SQLite, and is left as it is', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await (await openTestDatabase(file)).close();
    await using database = await openTestDatabase(file);
    await database.write((queries) => remember(queries, 'egon'));
    const copy = (name: string, bytes: number) => {
      for (const suffix of ['', '-wal']) copyFileSync(file + suffix, folder.file(name + suffix));
      truncateSync(folder.file(name), bytes);
      return folder.file(name);
    };
    const whole = statSync(file).size;
    await (await openTestDatabase(copy('whole.db', whole))).close();
    const cut = copy('cut.db', whole / 2);
    await expect(openTestDatabase(cut)).rejects.toMatchObject({ name: 'DatabaseError', code: 'corrupt' });
    expect(readFileSync(`${cut}-wal`)).toEqual(readFileSync(`${file}-wal`));
    expect(statSync(cut).size).toBe(whole / 2);
  });

  test('with a damaged page is refused by a process that reads all pages first', async () => {
    using folder = new TemporaryFolder();
    const file = folder.databaseFile;
    await (await openTestDatabase(file)).close();
    const damaged = folder.file('damaged.db');
    const bytes = readFileSync(file);
    writeFileSync(damaged, bytes.fill(0xff, bytes.length - 4096));
    await (await openTestDatabase(damaged)).close();
    const options = { ...databaseOptions, file: damaged, busyTimeoutMs: 1000 };
    await (await openSqlite({ ...options, checkedBytesMax: bytes.length - 1 })).close();
    const checked = openSqlite({ ...options, checkedBytesMax: bytes.length });
    await expect(checked).rejects.toMatchObject({ name: 'DatabaseError', code: 'corrupt' });
  });

  test('below a path that is no folder cannot be opened', async () => {
    using folder = new TemporaryFolder();
    const notAFolder = folder.file('x');
    writeFileSync(notAFolder, '');
    await expect(open(join(notAFolder, 'app.db'))).rejects.toMatchObject({ code: 'cannot_open' });
  });
});
