import { expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { jsonOf, runAs } from '#test/kit/run.ts';
import { egon, yuanhao } from '#test/kit/users.ts';

test('in the menu: a table with the balance as a curve, CSV, JSON', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  const statements = ['1', '2', '3'].flatMap((format) => ['Statement', '', format]);
  await talk.end(...yuanhao, 'Deposit', '5', ...statements);
  expect(talk.shown).toMatch(/Time +Kind +With +Amount +Incl\. fee +Balance +Id/);
  expect(talk.shown).toMatch(/deposit .*5\.00 .*15\.00 /);
  expect(talk.shown).toContain('\nBalance ▁█\n');
  expect(talk.shown).toContain('time,kind,counterparty,amount,fee,balance,id\n');
  expect(talk.shown).toMatch(/,deposit,,5\.00,0\.00,15\.00,[0-9a-f-]{36}\n/);
  expect(talk.shown).toContain('"kind": "opening",\n');
});

test('in the menu: by month, which is asked again when it is none', async () => {
  using home = bankHome();
  await using talk = await openConversation(home);
  const november = ['Statement', '2026-13', '2026-1', '202611', '2026-11', '1'];
  const october = ['Statement', '2026-10', '1'];
  await talk.end(...yuanhao, ...november, ...october);
  expect(talk.shown.match(/A month is written like 2026-11\. Type it again\./g)).toHaveLength(3);
  expect(talk.shown.match(/opening {2}/g)).toHaveLength(1);
  expect(talk.shown).toContain('There are no movements.\n');
});

test('on the command line', async () => {
  using home = bankHome();
  const options = { home: home.path };
  await runAs(egon, ['transfer', '--to', 'yuanhao', '--amount', '2.50', '--id', 't1'], options);
  const json = jsonOf(await runAs(yuanhao, ['statement', '--json'], options));
  const time = expect.stringMatching(/Z$/);
  expect(json).toEqual({
    code: 0,
    json: {
      user: 'yuanhao',
      month: null,
      lines: [
        expect.objectContaining({ kind: 'opening', amount: '10.00', balance: '10.00', counterparty: null }),
        {
          time,
          kind: 'transfer',
          counterparty: 'egon',
          amount: '2.50',
          fee: '0.00',
          balance: '12.50',
          id: 't1',
        },
      ],
    },
  });
  const [csv, none, asJson, ...refused] = await Promise.all([
    runAs(egon, ['statement', '--format', 'csv'], options),
    runAs(egon, ['statement', '--month', '1999-12', '--json'], options),
    runAs(egon, ['statement', '--format', 'json'], options),
    runAs(egon, ['statement', '--month', '2026-13', '--json'], options),
    runAs(egon, ['statement', '--format', 'xml', '--json'], options),
  ]);
  expect(csv?.stdout).toMatch(
    /^time,kind,.*\n.*,opening,,.*\n.*,transfer,yuanhao,-2\.50,0\.00,9999997\.50,t1\n$/,
  );
  expect(none && jsonOf(none)).toEqual({ code: 0, json: { user: 'egon', month: '1999-12', lines: [] } });
  expect(JSON.parse(asJson?.stdout ?? '')).toHaveLength(2);
  expect(refused.map(jsonOf)).toMatchObject([
    { code: 2, json: { error: { code: 'bad_month' } } },
    { code: 2, json: { error: { code: 'bad_answer' } } },
  ]);
});
