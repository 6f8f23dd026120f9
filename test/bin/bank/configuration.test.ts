import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { Home } from '#test/kit/home.ts';
import { jsonOf, runAs } from '#test/kit/run.ts';
import { egon, usersFile } from '#test/kit/users.ts';

test.concurrent.each([
  ['malformed money', 'money=1e3', 'config.ini:3 [egon] money'],
  [
    'a key that is almost money',
    'mony=1',
    'config.ini:3 [egon] mony: is an unknown key; did you mean money?',
  ],
])('%s is refused with file, line and reason, and every sign-in with it', async (_, line, place) => {
  using home = new Home({ 'config.ini': `[egon]\npassword=123\n${line}\n` });
  const [shown, json] = await Promise.all([
    runAs(egon, ['balance'], { home: home.path }),
    runAs(egon, ['balance', '--json'], { home: home.path }),
  ]);
  expect(shown).toMatchObject({ code: 2, stdout: '' });
  expect(shown.stderr).toContain(place);
  expect(jsonOf(json)).toMatchObject({ code: 2, json: { error: { code: 'configuration' } } });
});

test.concurrent('a malformed fee is refused', async () => {
  using home = new Home();
  const env = { [variable('BANK_WITHDRAW_FEE')]: '101' };
  const ended = await runAs(egon, ['balance'], { home: home.path, env });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(variable('BANK_WITHDRAW_FEE'));
});

test.concurrent('a user of another home has the money of its config.ini', async () => {
  using home = new Home({ 'config.ini': usersFile({ nils: { money: '7' } }, [['nils', 'hemligt']]) });
  const ended = await runAs(['nils', 'hemligt'], ['balance', '--json'], { home: home.path });
  expect(jsonOf(ended)).toEqual({ code: 0, json: { user: 'nils', balance: '7.00' } });
});
