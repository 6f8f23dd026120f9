import { expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { openConversation, openTestApp } from '#test/kit/conversation.ts';

test('a user added to config.ini while the app runs has the opening balance', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  home.write('config.ini', '[egon]\npassword=123\n[new]\npassword=1\nmoney=5\n');
  await talk.end('new', '1', 'Balance');
  expect(talk.shown).toContain('Balance of new: ¥5.00');
});

test('a registered user has an empty account', async () => {
  using home = bankHome();
  await using opened = await openTestApp(home);
  const { app } = opened;
  await app.users.register('陈晨', 'a long password');
  await app.close();
  expect(home.all(`select balance_fen from account where owner = '陈晨'`)).toEqual([{ balance_fen: 0 }]);
});

test('the account of a removed user is not given to the next one of that name', async () => {
  using home = bankHome();
  await using opened = await openTestApp(home);
  const { app } = opened;
  await app.users.refresh();
  home.write('config.ini', '[alex]\npassword=1\n');
  await app.users.refresh();
  await expect(app.users.register('egon', 'an intruder')).rejects.toMatchObject({ code: 'name_taken' });
  for (const password of ['an intruder', '123'])
    expect(await app.users.verify('egon', password)).toMatchObject({ status: 'wrong_credentials' });
});
