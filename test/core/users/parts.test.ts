import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type NewUser, Users, type UsersOptions } from '#core/users/users.ts';
import { findCredential } from '#db/users/credentials.ts';
import { readUsersIndex } from '#db/users/users.ts';
import { TestClock } from '#test/kit/clock.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { openTestDatabase } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

/** Users of an app with a part; `told` has the users that the part was told of, by name and key. */
async function openUsers(file: string, options: Partial<UsersOptions> = {}) {
  const lifetime = new Lifetime();
  const folder = lifetime.use(new TemporaryFolder());
  const path = folder.file('config.ini');
  writeFileSync(path, file);
  const told: string[] = [];
  const plain: number[] = [];
  const note = ({ name, extra }: NewUser): void => void told.push(`${name} ${extra.get('height') ?? '-'}`);
  const database = lifetime.use(await openTestDatabase());
  const users = new Users({
    database,
    clock: new TestClock(),
    path,
    extraKeys: new Map([
      [
        'height',
        (value) => (value === 'tall' ? undefined : { zh: '有误，请改正', en: 'is wrong; correct it' }),
      ],
    ]),
    onAdded: async (_, added) => added.forEach(note),
    ownsSomething: async () => false,
    onPlainPasswords: (count) => plain.push(count),
    ...options,
  });
  return Object.assign(lifetime, { users, database, path, told, plain });
}

const egon = '[egon]\npassword=123\nheight=tall\n';

test('a part gets the users of config.ini with its keys, once for one state of the file', async () => {
  await using opened = await openUsers(`${egon}[alex]\npassword=1\n`);
  const { users, path, told, plain } = opened;
  await users.refresh();
  await users.refresh();
  expect(told).toEqual(['egon tall', 'alex -']);
  expect(plain).toEqual([2]);
  writeFileSync(path, `${egon}[new]\npassword=1\n`);
  await users.refresh();
  expect(told.slice(2)).toEqual(['egon tall', 'new -']);
});

test('a part gets a registered user', async () => {
  await using opened = await openUsers(egon);
  const { users, told } = opened;
  await users.refresh();
  await users.register('陈晨', 'a long password');
  expect(told).toEqual(['egon tall', '陈晨 -']);
});

test('a key that the part refuses is a mistake in config.ini', async () => {
  await using opened = await openUsers('[egon]\npassword=123\nheight=low\n');
  const { users } = opened;
  await expect(users.refresh()).rejects.toThrow('config.ini:3 [egon] height: is wrong; correct it');
});

test('when a part fails, no user is added', async () => {
  await using opened = await openUsers(egon, {
    onAdded: async () => {
      throw new Error('the part fails');
    },
  });
  const { users, database } = opened;
  await expect(users.refresh()).rejects.toThrow('the part fails');
  expect(await database.read(readUsersIndex)).toBeUndefined();
  await expect(users.register('carol', 'a long password')).rejects.toThrow('the part fails');
  expect(await database.read((queries) => findCredential(queries, 'carol'))).toBeUndefined();
});

test('a name under which a part keeps something cannot be registered', async () => {
  await using opened = await openUsers(egon, { ownsSomething: async (_, name) => name === 'ghost' });
  const { users } = opened;
  await users.refresh();
  await expect(users.register('ghost', 'an intruder')).rejects.toMatchObject({ code: 'name_taken' });
  expect(await users.verify('ghost', 'an intruder')).toMatchObject({ status: 'wrong_credentials' });
  await users.register('carol', 'a long password');
  expect(await users.verify('carol', 'a long password')).toMatchObject({ status: 'ok' });
});
