import { expect, test } from 'vitest';
import { findIndexedUser, readUsersIndex, replaceUsersIndex } from '#db/users/users.ts';
import { openTestDatabase } from '#test/kit/open-test-database.ts';

const egon = { name: 'egon', timeoutSeconds: 1000, startByte: 30, endByte: 80 };
const hostile = { name: '__proto__', timeoutSeconds: 5, startByte: 80, endByte: 2 ** 40 };
const index = {
  fingerprint: 'f1',
  defaultTimeoutSeconds: 1000,
  defaults: [
    { startByte: 0, endByte: 30 },
    { startByte: 90, endByte: 120 },
  ],
};

test('a new database has no index', async () => {
  await using database = await openTestDatabase();
  expect(await database.read(readUsersIndex)).toBeUndefined();
});

test('the index is read as it was stored', async () => {
  await using database = await openTestDatabase();
  await database.write((queries) => replaceUsersIndex(queries, index, [egon, hostile]));
  expect(await database.read(readUsersIndex)).toEqual(index);
  expect(await database.read((queries) => findIndexedUser(queries, 'egon'))).toEqual(egon);
  expect(await database.read((queries) => findIndexedUser(queries, '__proto__'))).toEqual(hostile);
  expect(await database.read((queries) => findIndexedUser(queries, 'EGON'))).toBeUndefined();
});

test('a changed file replaces the whole index', async () => {
  await using database = await openTestDatabase();
  await database.write((queries) => replaceUsersIndex(queries, index, [egon]));
  await database.write((queries) =>
    replaceUsersIndex(queries, { ...index, fingerprint: 'f2', defaults: [] }, [hostile]),
  );
  expect(await database.read(readUsersIndex)).toEqual({ ...index, fingerprint: 'f2', defaults: [] });
  expect(await database.read((queries) => findIndexedUser(queries, 'egon'))).toBeUndefined();
});

test('only offsets of the file are stored: no column can hold a password', async () => {
  await using database = await openTestDatabase();
  const columns = await database.read((queries) =>
    queries.all(`select name from pragma_table_info('config_user')`),
  );
  expect(columns.map(({ name }) => name)).toEqual(['name', 'timeout_seconds', 'start_byte', 'end_byte']);
});
