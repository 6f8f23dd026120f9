import { expect, test } from 'vitest';
import {
  bringAlong,
  danglingIn,
  openWith,
  restore,
  rowsOf,
  schemaOf,
  versionOf,
} from '#test/db/sqlite/old-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const dump = 'users/version-1.sql';

test('users of a database without a record are kept', async () => {
  using folder = new TemporaryFolder();
  const [file, fresh] = [restore(dump, folder.file('old.db')), folder.file('fresh.db')];
  const before = rowsOf(file);
  expect(Object.values(before).map((rows) => rows.length)).toEqual([1, 3, 1, 1]);
  await bringAlong(file);
  await bringAlong(fresh);
  expect(rowsOf(file)).toMatchObject(before);
  expect(schemaOf(file)).toEqual(schemaOf(fresh));
  expect(danglingIn(file)).toEqual([]);
});

test('an older program, without the record, refuses the file afterwards', async () => {
  using folder = new TemporaryFolder();
  const file = restore(dump, folder.file('old.db'));
  await bringAlong(file);
  // The older program knows three migrations, and refuses a file with more.
  expect(versionOf(file)).toBeGreaterThan(3n);
});

test.each([4n, 99n, 104n])('a file of a newer program, version %i, is refused', async (version) => {
  using folder = new TemporaryFolder();
  const file = restore(dump, folder.file('old.db'));
  const database = await openWith(file);
  await database.write((queries) => queries.get(`pragma user_version = ${version}`));
  await database.close();
  await expect(openWith(file)).rejects.toMatchObject({ code: 'too_new' });
});
