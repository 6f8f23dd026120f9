import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { jsonOf, runAs } from '#test/kit/run.ts';
import { egon, yuanhao } from '#test/kit/users.ts';

test('deposit and withdraw in the menu', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  const withdraw = (amount: string, answer: string) => ['Withdraw', amount, answer];
  const lines = [
    'Deposit',
    '90',
    withdraw('50', 'y'),
    withdraw('50', 'y'),
    withdraw('1', 'n'),
    'Balance',
  ].flat();
  await talk.end(...yuanhao, ...lines);
  expect(talk.shown).toMatch(
    /Amount to deposit \(yuan\)\nDeposited ¥90\.00; balance ¥100\.00\nid [0-9a-f-]{36}\n/,
  );
  expect(talk.shown).toMatch(
    /Amount to withdraw \(yuan\)\nWithdraw ¥50\.00 for a fee of ¥2\.50\nWithdrew ¥50\.00; fee ¥2\.50; balance ¥47\.50\nid /,
  );
  expect(talk.shown).toContain('Withdraw ¥50.00 for a fee of ¥2.50\nInsufficient funds.');
  expect(talk.shown).toContain('Withdraw ¥1.00 for a fee of ¥0.05\nCancelled.');
  expect(talk.shown).toContain('Balance of yuanhao: ¥47.50');
});

test('the fee is a setting', async () => {
  using home = bankHome();
  await using talk = await openConversation(home, { env: { [variable('BANK_WITHDRAW_FEE')]: '0.5' } });
  talk.type(...egon, 'Withdraw', '1000');
  await talk.see('Withdraw ¥1,000.00 for a fee of ¥5.00\n');
});

test('deposit and withdraw on the command line', async () => {
  using home = bankHome();
  const options = { home: home.path };
  const deposit = ['deposit', '--amount', '0.01', '--id', 'd1', '--json'];
  const deposited = { user: 'yuanhao', id: 'd1', amount: '0.01', balance: '10.01' };
  expect(jsonOf(await runAs(yuanhao, deposit, options))).toEqual({
    code: 0,
    json: { ...deposited, status: 'created' },
  });
  expect(jsonOf(await runAs(yuanhao, deposit, options))).toEqual({
    code: 0,
    json: { ...deposited, status: 'exists' },
  });
  const withdraw = ['withdraw', '--amount', '9', '--id', 'w1', '--json'];
  const withdrawn = { user: 'yuanhao', id: 'w1', amount: '9.00', fee: '0.45', balance: '0.56' };
  expect(jsonOf(await runAs(yuanhao, withdraw, options))).toEqual({
    code: 0,
    json: { ...withdrawn, status: 'created' },
  });
  const refused = await Promise.all([
    runAs(yuanhao, ['withdraw', '--amount', '0.56', '--json'], options),
    runAs(yuanhao, ['deposit', '--amount', '10000000000000.01', '--json'], options),
    runAs(yuanhao, ['deposit', '--json'], options),
  ]);
  expect(refused.map(jsonOf)).toMatchObject([
    { code: 4, json: { error: { code: 'insufficient_funds' } } },
    { code: 2, json: { error: { code: 'bad_amount' } } },
    {
      code: 2,
      json: {
        error: { code: 'missing_answers', message: 'Missing: --amount. Give them on the command line.' },
      },
    },
  ]);
});
