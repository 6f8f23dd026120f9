import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { alex, egon, jsonOf, run, runAs, start } from '#test/kit/run.ts';

describe('audit', () => {
  test('proves that the books balance', async () => {
    using home = new Home();
    const options = { home: home.path };
    await runAs(egon, ['deposit', '--amount', '90.5'], options);
    expect(jsonOf(await run(['audit', '--json'], options))).toEqual({
      code: 0,
      json: { ok: true, total: '10010000100.50', accounts: 3, transactions: 2 },
    });
    const text = 'The books balance: 3 accounts, 2 transactions, ¥10,010,000,100.50 in all\n';
    expect((await run(['audit'], options)).stdout).toBe(text);
  });

  test('says what does not add up', async () => {
    using home = new Home();
    const options = { home: home.path };
    await run(['audit'], options);
    home.sql(`update account set balance_fen = balance_fen + 1 where owner = 'egon'`);
    const failed = await run(['audit'], options);
    expect(failed).toMatchObject({ code: 4, stdout: '' });
    expect(failed.stderr).toMatch(
      /^The books do not balance: .*\. Stop using them and restore a backup\.\n$/,
    );
    expect(failed.stderr).toContain(
      'the account of "egon" shows 1000000001 fen, its entries prove 1000000000',
    );
    expect(jsonOf(await run(['audit', '--json'], options))).toMatchObject({
      code: 4,
      json: { error: { code: 'books_do_not_balance' } },
    });
  });
});

describe('protect', () => {
  const file = `; who may come in
[DEFAULT]
user_timeout = 1000

[egon]
password = 123   ; not a comment, as Python reads it
money = 5

# the second
[alex]
password: alex = 3714
`;

  test('rewrites plain passwords as hashes, with which the same passwords still sign in', async () => {
    using home = new Home({ 'config.ini': file });
    const options = { home: home.path };
    expect(jsonOf(await run(['protect', '--json'], options))).toEqual({ code: 0, json: { protected: 2 } });
    const after = readFileSync(home.conf('config.ini'), 'utf8');
    expect(after.replaceAll(/\$argon2id\$\S+/g, 'HASH')).toBe(
      file.replace('123   ; not a comment, as Python reads it', 'HASH').replace('alex = 3714', 'HASH'),
    );
    const signIns = await Promise.all([
      runAs(['egon', '123   ; not a comment, as Python reads it'], ['balance'], options),
      runAs(['alex', 'alex = 3714'], ['balance'], options),
    ]);
    expect(signIns.map(({ code }) => code)).toEqual([0, 0]);
    expect((await runAs(['egon', '123'], ['balance'], options)).code).toBe(3);
    const again = await run(['protect'], options);
    expect(again.stdout).toBe('There is no plain password in config.ini.\n');
    expect(readFileSync(home.conf('config.ini'), 'utf8')).toBe(after);
  });

  test('on the users as shipped', async () => {
    using home = new Home();
    const options = { home: home.path };
    expect((await run(['protect'], options)).stdout).toBe('Rewrote 3 plain passwords as hashes.\n');
    expect((await runAs(alex, ['balance'], options)).code).toBe(0);
  });
});

describe('reset', () => {
  test('removes nothing without a confirmation', async () => {
    using home = new Home();
    const options = { home: home.path };
    await runAs(egon, ['deposit', '--amount', '1'], options);
    expect(jsonOf(await run(['reset', '--json'], { ...options, input: 'y\n' }))).toEqual({
      code: 2,
      json: { error: { code: 'not_confirmed', message: 'This needs to be confirmed: add --yes.' } },
    });
    expect((await runAs(egon, ['balance'], options)).stdout).toBe('Balance of egon: ¥10,000,001.00\n');
  });

  test('removes everything with --yes; the next start begins anew', async () => {
    using home = new Home();
    const options = { home: home.path };
    await runAs(egon, ['deposit', '--amount', '1'], options);
    expect((await run(['reset', '--yes'], options)).stdout).toBe('The database is removed.\n');
    expect(statSync(home.databaseFile, { throwIfNoEntry: false })).toBeUndefined();
    expect(jsonOf(await run(['reset', '--yes', '--json'], options))).toEqual({
      code: 0,
      json: { removed: true },
    });
    expect((await runAs(egon, ['balance'], options)).stdout).toBe('Balance of egon: ¥10,000,000.00\n');
  });

  test('refuses while another process has the database open', async () => {
    using home = new Home();
    const menu = start([], { home: home.path });
    menu.stdin.write('egon\n123\n2\n');
    await new Promise<void>((resolve) => {
      menu.stdout.on('data', (text: string) => text.includes('Balance of egon') && resolve());
    });
    const refused = await run(['reset', '--yes', '--json'], { home: home.path });
    menu.stdin.end('2\n');
    expect(jsonOf(refused)).toMatchObject({ code: 4, json: { error: { code: 'database_in_use' } } });
    expect(await menu.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('removes no file that is not its own', async () => {
    using home = new Home();
    await runAs(egon, ['balance'], { home: home.path });
    writeFileSync(home.databaseFile, 'a diary');
    const refused = await run(['reset', '--yes'], { home: home.path });
    expect(refused.code).toBe(2);
    expect(readFileSync(home.databaseFile, 'utf8')).toBe('a diary');
  });
});
