import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { DatabaseError } from '#db/database.ts';
import { lazyDatabase } from '#db/lazy-database.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { databaseOptions } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

/** Counts how often the file is opened. */
function lazily(file: string) {
  let openings = 0;
  const database = lazyDatabase(() => {
    openings++;
    return openSqlite({ ...databaseOptions, file, busyTimeoutMs: 1000 });
  });
  return { database, openings: () => openings };
}
const version = 'pragma user_version';

test('the file is opened at the first use, and not by close', async () => {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  const { database, openings } = lazily(file);
  await database.close();
  expect(openings()).toBe(0);
  expect(existsSync(dirname(file))).toBe(false);
});

test('the file is opened once, also for several uses at once', async () => {
  using folder = new TemporaryFolder();
  const { database, openings } = lazily(folder.databaseFile);
  await Promise.all([
    database.read((queries) => queries.get(version)),
    database.write((queries) => queries.get(version)),
  ]);
  await database.read((queries) => queries.get(version));
  expect(openings()).toBe(1);
  await database.close();
});

test('transactions run in the database, and are refused after close', async () => {
  using folder = new TemporaryFolder();
  const { database } = lazily(folder.databaseFile);
  await database.write((queries) =>
    queries.run(`insert into credential values ('egon', '$argon2id$x', 0, 0)`),
  );
  expect(await database.read((queries) => queries.all('select name from credential'))).toEqual([
    { name: 'egon' },
  ]);
  await database.close();
  await expect(database.read((queries) => queries.get(version))).rejects.toMatchObject({ code: 'closed' });
});

test('a failure to open is reported to every use, and not again by close', async () => {
  using folder = new TemporaryFolder();
  const file = folder.file('app.db');
  writeFileSync(file, 'hello '.repeat(1000));
  const { database, openings } = lazily(file);
  const uses = [database.read(async () => 1), database.write(async () => 2)];
  const failures = await Promise.all(uses.map((use) => use.catch((error: unknown) => error)));
  for (const failure of failures) expect(failure).toBeInstanceOf(DatabaseError);
  expect(openings()).toBe(1);
  await expect(database.close()).resolves.toBeUndefined();
});

test('the next use after a failure to open tries again', async () => {
  using folder = new TemporaryFolder();
  const file = folder.file('app.db');
  writeFileSync(file, 'hello '.repeat(1000));
  const { database, openings } = lazily(file);
  const version = () => database.read((queries) => queries.get('pragma user_version'));
  await expect(version()).rejects.toMatchObject({ code: 'not_a_database' });
  rmSync(file);
  await expect(version()).resolves.toBeDefined();
  expect(openings()).toBe(2);
  await database.close();
});
