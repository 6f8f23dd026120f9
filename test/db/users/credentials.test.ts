import { expect, test } from 'vitest';
import { findCredential, insertCredential, saveCredential } from '#db/users/credentials.ts';
import { openTestDatabase } from '#test/kit/open-test-database.ts';

const [one, two] = ['$argon2id$v=19$one', '$argon2id$v=19$two'];

test('a name is registered once', async () => {
  await using database = await openTestDatabase();
  const insert = (hash: string) => database.write((queries) => insertCredential(queries, 'liu', hash, 1));
  expect([await insert(one), await insert(two)]).toEqual([true, false]);
  expect(await database.read((queries) => findCredential(queries, 'liu'))).toEqual({
    hash: one,
    registered: true,
  });
  expect(await database.read((queries) => findCredential(queries, 'egon'))).toBeUndefined();
});

test('a new password is stored, or replaces the old one', async () => {
  await using database = await openTestDatabase();
  await database.write((queries) => saveCredential(queries, 'egon', one, 1));
  await database.write((queries) => saveCredential(queries, 'egon', two, 2));
  expect(await database.read((queries) => findCredential(queries, 'egon'))).toEqual({
    hash: two,
    registered: false,
  });
});

test('plain text is never stored', async () => {
  await using database = await openTestDatabase();
  const saving = database.write((queries) => saveCredential(queries, 'egon', '123', 1));
  await expect(saving).rejects.toThrow('CHECK constraint failed');
});
