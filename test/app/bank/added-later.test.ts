import { expect, test } from 'vitest';
import { app } from '#conf/app.ts';
import { Users } from '#core/users/users.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { TestClock } from '#test/kit/clock.ts';
import type { Home } from '#test/kit/home.ts';
import { databaseOptions } from '#test/kit/open-test-database.ts';
import { jsonOf, runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

/** The app without the bank: egon comes from config.ini, lily registers. */
async function useWithoutBank(home: Home): Promise<void> {
  const migrations = databaseOptions.migrations.filter(({ part }) => part === 'users');
  const options = { file: home.databaseFile, applicationId: app.databaseId, migrations, busyTimeoutMs: 1000 };
  const database = await openSqlite(options);
  const users = new Users({
    database,
    clock: new TestClock(),
    path: home.conf('config.ini'),
    extraKeys: new Map([['money', () => undefined]]),
    onAdded: async () => {},
    ownsSomething: async () => false,
    onPlainPasswords: () => {},
  });
  await users.refresh();
  await users.register('lily', 'a long password');
  await database.close();
}

const balanceOf = async (user: readonly [string, string], home: Home) =>
  jsonOf(await runAs([...user], ['balance', '--json'], { home: home.path }));

test('users of an app without the bank have accounts once the bank is added', async () => {
  using home = bankHome();
  await useWithoutBank(home);
  expect(await balanceOf(egon, home)).toEqual({ code: 0, json: { user: 'egon', balance: '10000000.00' } });
  const lily = ['lily', 'a long password'] as const;
  expect(await balanceOf(lily, home)).toEqual({ code: 0, json: { user: 'lily', balance: '0.00' } });
});
