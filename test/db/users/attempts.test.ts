import { expect, test } from 'vitest';
import type { Database } from '#db/database.ts';
import { clearAttempts, pruneAttempts, pruneSql, readAttempts, saveAttempts } from '#db/users/attempts.ts';
import { openTestDatabase } from '#test/kit/open-test-database.ts';

const once = { failures: 1, locks: 0, lockedUntilMs: 0, reserved: 2, reservedAtMs: 7 };
const locked = { ...once, failures: 0, locks: 2, lockedUntilMs: 5_000 };
const read = (database: Database, name: string) => database.read((queries) => readAttempts(queries, name));

test('attempts are stored, changed and cleared for each name', async () => {
  await using database = await openTestDatabase();
  await database.write((queries) => saveAttempts(queries, 'egon', once, 1));
  await database.write((queries) => saveAttempts(queries, 'alex', once, 1));
  await database.write((queries) => saveAttempts(queries, 'egon', locked, 2));
  expect(await read(database, 'egon')).toEqual(locked);
  await database.write((queries) => clearAttempts(queries, 'egon'));
  expect([await read(database, 'egon'), await read(database, 'alex')]).toEqual([undefined, once]);
});

test.each([
  ['an old failure is forgotten', once, 999, undefined],
  ['a recent failure without a lock is kept', once, 1000, once],
  ['a lock that is not over is kept', locked, 0, locked],
  ['an old lock is forgotten', { ...locked, lockedUntilMs: 999 }, 999, undefined],
])('%s', async (_, attempts, atMs, kept) => {
  await using database = await openTestDatabase();
  await database.write((queries) => saveAttempts(queries, 'egon', attempts, atMs));
  await database.write((queries) => pruneAttempts(queries, 1000));
  expect(await read(database, 'egon')).toEqual(kept);
});

test('old attempts are removed a hundred at a time, by an index: a sign-in does not wait for a million of them', async () => {
  await using database = await openTestDatabase();
  await database.write(async (queries) => {
    for (let at = 0; at < 250; at++) await saveAttempts(queries, `guess ${at}`, once, at);
  });
  await database.write((queries) => pruneAttempts(queries, 1000));
  expect(
    await database.read((queries) => queries.get('select count(*) as left from sign_in_attempt')),
  ).toEqual({
    left: 150n,
  });
  const plan = await database.read((queries) => queries.all(`explain query plan ${pruneSql}`, 0n, 0n));
  expect(plan.map(({ detail }) => detail).join()).not.toContain('SCAN');
});
