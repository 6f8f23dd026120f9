import { describe, expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { jsonOf, runAs } from '#test/kit/run.ts';
import { egon, yuanhao } from '#test/kit/users.ts';

describe('in the menu', () => {
  test('asks for receiver, amount and confirmation, and shows a receipt with the id', async () => {
    using home = bankHome();
    await using talk = await openConversation(home);
    await talk.end(...egon, 'Transfer', 'alex', '12.5', 'y', 'Balance');
    expect(talk.shown).toMatch(
      /Transfer to\nAmount \(yuan\)\nSend ¥12\.50 from egon to alex\nSent ¥12\.50 to alex; balance ¥9,999,987\.50\nid [0-9a-f-]{36}\n/,
    );
    expect(talk.shown).toContain('Balance of egon: ¥9,999,987.50');
    expect(home.all(`select balance_fen from account where owner = 'alex'`)).toEqual([
      { balance_fen: 1_000_000_001_250 },
    ]);
  });

  test.each(['n', ''])('moves nothing when the answer is %j', async (answer) => {
    using home = bankHome();
    await using talk = await openConversation(home);
    await talk.end(...egon, 'Transfer', 'alex', '12.5', answer, 'Balance');
    expect(talk.shown).toContain('Cancelled.');
    expect(talk.shown).toContain('Balance of egon: ¥10,000,000.00');
  });

  test('asks again after a malformed amount or name, and shows the refusals of the rules', async () => {
    using home = bankHome();
    await using talk = await openConversation(home);
    const amounts = [
      '-5',
      '1e3',
      '12.345',
      '²',
      '１２',
      '0x10',
      ' ',
      '',
      'NaN',
      '12,50',
      '99999999999999999999',
    ];
    await talk.end(...yuanhao, 'Transfer', '', 'egon\u0000', 'egon', ...amounts, '10.01', 'y', 'Balance');
    expect(talk.shown.split('There is no such user. Check the name.\n')).toHaveLength(3);
    expect(talk.shown.split('An amount is written like 12, 12.5 or 12.50. Type it again.\n')).toHaveLength(
      amounts.length + 1,
    );
    expect(talk.shown).toContain('Insufficient funds. Take less, or deposit first.\n');
    expect(talk.shown).toContain('Balance of yuanhao: ¥10.00');
  });

  test('shows a name with escape sequences as harmless text', async () => {
    using home = bankHome();
    await using talk = await openConversation(home);
    await talk.end(...egon, 'Transfer', 'alex\x1b[2J\u202e', 'alex', '1', 'y');
    expect(talk.shown).toContain('There is no such user.');
    expect(
      [...talk.shown].filter((character) => /[\p{Cc}\u202e]/u.test(character) && character !== '\n'),
    ).toEqual([]);
  });
});

describe('on the command line', () => {
  test('gives the same result for the same id, and moves the money once', async () => {
    using home = bankHome();
    const once = () =>
      runAs(egon, ['transfer', '--to', 'alex', '--amount', '12.50', '--id', 'rent-11', '--json'], {
        home: home.path,
      });
    const receipt = { id: 'rent-11', from: 'egon', to: 'alex', amount: '12.50', balance: '9999987.50' };
    expect(jsonOf(await once())).toEqual({ code: 0, json: { ...receipt, status: 'created' } });
    expect(jsonOf(await once())).toEqual({ code: 0, json: { ...receipt, status: 'exists' } });
    const other = runAs(
      egon,
      ['transfer', '--to', 'yuanhao', '--amount', '12.50', '--id', 'rent-11', '--json'],
      {
        home: home.path,
      },
    );
    expect(jsonOf(await other)).toMatchObject({ code: 4, json: { error: { code: 'id_reused' } } });
    const text = await runAs(egon, ['transfer', '--to', 'alex', '--amount', '1'], { home: home.path });
    expect(text.stdout).toMatch(/^Sent ¥1\.00 to alex; balance ¥9,999,986\.50\nid [0-9a-f-]{36}\n$/);
  });

  test('makes all of many transfers sent at once', async () => {
    using home = bankHome();
    const args = ['transfer', '--to', 'alex', '--amount', '1', '--json'];
    const results = await Promise.all(
      Array.from({ length: 8 }, () => runAs(egon, args, { home: home.path })),
    );
    expect(results.map(jsonOf)).toMatchObject(results.map(() => ({ code: 0, json: { status: 'created' } })));
    expect(jsonOf(await runAs(egon, ['balance', '--json'], { home: home.path })).json).toEqual({
      user: 'egon',
      balance: '9999992.00',
    });
  });

  test('refuses with a code, and moves nothing', async () => {
    using home = bankHome();
    await runAs(yuanhao, ['balance'], { home: home.path });
    const cases: readonly (readonly [readonly string[], number, string])[] = [
      [['--to', 'yuanhao', '--amount', '1'], 4, 'same_account'],
      [['--to', ' yuanhao ', '--amount', '1'], 4, 'same_account'],
      [['--to', 'nobody', '--amount', '1'], 4, 'unknown_account'],
      [['--to', '__proto__', '--amount', '1'], 4, 'unknown_account'],
      [['--to', '', '--amount', '1'], 4, 'unknown_account'],
      [['--to', 'egon', '--amount', '10.01'], 4, 'insufficient_funds'],
      [['--to', 'egon', '--amount', '0'], 4, 'amount_not_positive'],
      [['--to', 'egon', '--amount', '-5'], 2, 'bad_amount'],
      [['--to', 'egon', '--amount', '²'], 2, 'bad_amount'],
      [['--to', 'egon', '--amount', '1', '--id', 'a b'], 2, 'bad_id'],
      [['--to', 'egon', '--amount', '1', '--id', 'opening/5'], 2, 'bad_id'],
      [['--to', 'egon', '--amount', 'x', '--id', '!'], 2, 'usage'],
    ];
    const results = await Promise.all(
      cases.map(([args]) => runAs(yuanhao, ['transfer', ...args, '--json'], { home: home.path })),
    );
    expect(results.map(jsonOf)).toMatchObject(
      cases.map(([, code, error]) => ({ code, json: { error: { code: error } } })),
    );
    expect(home.all(`select kind from journal where kind <> 'opening'`)).toEqual([]);
  });
});
