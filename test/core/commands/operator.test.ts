import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { Home } from '#test/kit/home.ts';
import { jsonOf, run, runAs, start } from '#test/kit/run.ts';
import { alex, egon } from '#test/kit/users.ts';

describe('protect', () => {
  const file = `; the users
[DEFAULT]
user_timeout = 1000

[egon]
password = 123   ; not a comment, as Python reads it
user_timeout = 5

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
      runAs(['egon', '123   ; not a comment, as Python reads it'], ['whoami'], options),
      runAs(['alex', 'alex = 3714'], ['whoami'], options),
    ]);
    expect(signIns.map(({ code }) => code)).toEqual([0, 0]);
    expect((await runAs(['egon', '123'], ['whoami'], options)).code).toBe(3);
    const again = await run(['protect'], options);
    expect(again.stdout).toBe('There is no plain password in config.ini.\n');
    expect(readFileSync(home.conf('config.ini'), 'utf8')).toBe(after);
  });

  test('works on the shipped users', async () => {
    using home = new Home();
    const options = { home: home.path };
    expect((await run(['protect'], options)).stdout).toBe('Rewrote 3 plain passwords as hashes.\n');
    expect((await runAs(alex, ['whoami'], options)).code).toBe(0);
  });
});

describe('reset', () => {
  const chosen = 'correct horse';
  const begun = async () => {
    const home = new Home();
    const options = { home: home.path };
    const env = { [variable('NEW_PASSWORD')]: chosen };
    expect((await runAs(egon, ['password'], { ...options, env })).code).toBe(0);
    const signIn = async (password: string) => (await runAs(['egon', password], ['whoami'], options)).code;
    return { home, options, signIn, [Symbol.dispose]: () => home[Symbol.dispose]() };
  };

  test('removes nothing without a confirmation', async () => {
    using app = await begun();
    expect(jsonOf(await run(['reset', '--json'], { ...app.options, input: 'y\n' }))).toEqual({
      code: 2,
      json: { error: { code: 'not_confirmed', message: 'This needs to be confirmed: add --yes.' } },
    });
    expect(await app.signIn(chosen)).toBe(0);
  });

  test('removes everything with --yes; the next start begins anew', async () => {
    using app = await begun();
    expect((await run(['reset', '--yes'], app.options)).stdout).toBe('The database is removed.\n');
    expect(statSync(app.home.databaseFile, { throwIfNoEntry: false })).toBeUndefined();
    expect(jsonOf(await run(['reset', '--yes', '--json'], app.options))).toEqual({
      code: 0,
      json: { removed: true },
    });
    expect([await app.signIn(chosen), await app.signIn('123')]).toEqual([3, 0]);
  });

  test('refuses while another process has the database open', async () => {
    using home = new Home();
    const menu = start([], { home: home.path });
    menu.stdin.write('egon\n123\nwhoami\n');
    await new Promise<void>((resolve) => {
      menu.stdout.on('data', (text: string) => text.includes('egon, session:') && resolve());
    });
    const refused = await run(['reset', '--yes', '--json'], { home: home.path });
    menu.stdin.end('whoami\n');
    expect(jsonOf(refused)).toMatchObject({ code: 4, json: { error: { code: 'database_in_use' } } });
    expect(await menu.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('removes no file of another program', async () => {
    using home = new Home();
    await runAs(egon, ['whoami'], { home: home.path });
    writeFileSync(home.databaseFile, 'a diary');
    const refused = await run(['reset', '--yes'], { home: home.path });
    expect(refused.code).toBe(2);
    expect(readFileSync(home.databaseFile, 'utf8')).toBe('a diary');
  });
});
