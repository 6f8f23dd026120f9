import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { jsonOf, run, runAs } from '#test/kit/run.ts';
import { alex, egon, yuanhao } from '#test/kit/users.ts';

test('in the menu', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  talk.type(...yuanhao, 'Balance');
  await talk.see('\nBalance of yuanhao: ¥10.00\n');
  await talk.see('Choose\n');
  expect(await talk.end()).toBe('end');
});

test('in the menu, in Chinese', async () => {
  using home = bankHome();
  await using talk = await openConversation(home, { env: { [variable('LANGUAGE')]: 'zh' } });
  talk.type(...alex, '查看余额');
  await talk.see('\nalex 的余额：10,000,000,000.00 元\n');
});

test('on the command line', async () => {
  using home = bankHome();
  const text = await runAs(egon, ['balance'], { home: home.path });
  expect(text).toEqual({ code: 0, signal: null, stdout: 'Balance of egon: ¥10,000,000.00\n', stderr: '' });
  const json = await runAs(alex, ['balance', '--json'], { home: home.path });
  expect(jsonOf(json)).toEqual({ code: 0, json: { user: 'alex', balance: '10000000000.00' } });
});

test('on the command line, for an unknown user', async () => {
  using home = bankHome();
  const wrong = runAs(['egon', '1234'], ['balance', '--json'], { home: home.path });
  const unknown = runAs(['nobody', '123'], ['balance', '--json'], { home: home.path });
  const missing = run(['balance', '--json'], { home: home.path });
  const refused = {
    error: { code: 'wrong_credentials', message: 'The name or the password is wrong. Try again.' },
  };
  expect(jsonOf(await wrong)).toEqual({ code: 3, json: refused });
  expect(jsonOf(await unknown)).toEqual({ code: 3, json: refused });
  const message = `Missing: --user, ${variable('PASSWORD')} (--password-stdin). Give them on the command line.`;
  expect(jsonOf(await missing)).toEqual({ code: 2, json: { error: { code: 'missing_answers', message } } });
});
