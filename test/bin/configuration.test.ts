import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ConfFile, Home } from '#test/kit/home.ts';
import { egon, jsonOf, run, runAs, start } from '#test/kit/run.ts';

/** A balance as the first thing that is done in a home. */
const balanceIn = (home: Home, ...flags: string[]) => runAs(egon, ['balance', ...flags], { home: home.path });

test.concurrent('every wrong setting is told at once: file, environment and flags', async () => {
  using home = new Home({
    'settings.ini': '[app]\nlanguag = zh\n[session]\nidle_timeout = soon\n[foo]\nx=1\n',
  });
  const env = { APP_BANK_WITHDRAW_FEE: '101', APP_LANGUGE: 'zh' };
  const ended = await run(['balance', '--log-file-level', 'loud'], { home: home.path, env });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  const told = ended.stderr.trimEnd().split('\n');
  expect(told).toHaveLength(7);
  for (const [line, what] of [
    [1, 'settings.ini:2: there is no setting languag in [app]; did you mean language?'],
    [2, "settings.ini:4: idle_timeout is 'soon'"],
    [3, 'settings.ini:5: there is no section [foo]'],
    [4, 'APP_BANK_WITHDRAW_FEE'],
    [5, 'APP_LANGUGE'],
    [6, '--log-file-level'],
  ] as const)
    expect(told[line]).toContain(what);
  const asJson = await run(['balance', '--json', '--log-file-level', 'loud'], { home: home.path, env });
  expect(jsonOf(asJson)).toMatchObject({ code: 2, json: { error: { code: 'configuration' } } });
});

describe('a file that cannot be honoured is refused with file, line and reason, and nobody gets in', () => {
  test.concurrent.each<[string, ConfFile, string, string]>([
    [
      'a user without a password',
      'config.ini',
      '[egon]\npassword=123\n[alex]\nmoney=1\n',
      'config.ini:3 [alex]',
    ],
    ['money that is none', 'config.ini', '[egon]\npassword=123\nmoney=1e3\n', 'config.ini:3 [egon] money'],
    ['a key that is unknown', 'config.ini', '[egon]\npassword=123\nmony=1\n', 'config.ini:3 [egon] mony'],
    ['a line outside of every section', 'config.ini', 'password=123\n[egon]\n', 'config.ini:1'],
    ['two users of one name', 'config.ini', '[egon]\npassword=123\n[egon]\npassword=1\n', 'config.ini:3'],
    ['a price that is none', 'products.ini', '[tea]\nname=茶\nprice=-1\nstock=1\n', 'products.ini'],
    [
      'a product named to clear the screen',
      'products.ini',
      '[tea]\nname=\x1b[2J\nprice=1\nstock=1\n',
      'products.ini',
    ],
    ['a setting without a section', 'settings.ini', 'language=zh\n', 'settings.ini:1'],
  ])('%s', async (_, file, text, place) => {
    using home = new Home({ [file]: text });
    const [shown, json] = await Promise.all([balanceIn(home), balanceIn(home, '--json')]);
    expect(shown).toMatchObject({ code: 2, stdout: '' });
    expect(shown.stderr).toContain(place);
    expect(shown.stderr).not.toMatch(/\n +at /);
    expect(shown.stderr).not.toContain('\x1b');
    expect(jsonOf(json)).toMatchObject({ code: 2, json: { error: { code: 'configuration' } } });
  });

  test.concurrent.each<[ConfFile, number]>([
    ['config.ini', 2],
    ['products.ini', 2],
    ['settings.ini', 0],
  ])('a missing %s: exit code %d', async (file, code) => {
    using home = new Home();
    home.remove(file);
    const ended = await balanceIn(home);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(code === 0 ? '' : file);
    expect(ended.stderr).not.toMatch(/\n +at /);
  });
});

test.concurrent('a config.ini that breaks while the menu is open is told at the next sign-in, and lets nobody in', async () => {
  using home = new Home();
  const app = start([], { home: home.path });
  const inMenu = new Promise<void>((resolve) => {
    app.stdout.on('data', (text: string) => text.includes('. Quit') && resolve());
  });
  app.stdin.write('egon\n123\n');
  await inMenu;
  home.write('config.ini', '[egon]\npassword\n');
  app.stdin.end('sign-out\negon\n123\n2\n');
  const { code, stdout, stderr } = await app.ended;
  expect(code).toBe(2);
  expect(stderr).toContain('config.ini:2');
  expect(stdout).toMatch(/Signed out\.\nName\nPassword\n$/);
});

describe('a database that cannot be used: exit code 2, one sentence, no stack', () => {
  test.concurrent.each<[string, (home: Home) => void]>([
    ['is no database', ({ databaseFile }) => writeFileSync(databaseFile, 'x'.repeat(8_192))],
    ['is broken', ({ databaseFile: file }) => writeFileSync(file, readFileSync(file).fill(0x5a, 100))],
    ['belongs to another program', (home) => home.sql('pragma application_id = 1')],
    ['comes from a newer version of the app', (home) => home.sql('pragma user_version = 999')],
  ])('%s', async (_, damage) => {
    using home = new Home();
    await balanceIn(home);
    damage(home);
    for (const suffix of ['-wal', '-shm']) rmSync(home.databaseFile + suffix, { force: true });
    const [shown, json] = await Promise.all([balanceIn(home), balanceIn(home, '--json')]);
    expect(shown).toMatchObject({ code: 2, stdout: '' });
    expect(shown.stderr).toMatch(/^The database \/.*app\.db (?:is|was|belongs) [^\n]*\.\n$/);
    expect(jsonOf(json)).toMatchObject({ code: 2, json: { error: { code: 'database' } } });
  });
});

describe('APP_HOME', () => {
  test.concurrent('holds everything: users, database and log, for its owner only', async () => {
    using home = new Home({ 'config.ini': '[nils]\npassword=hemligt\nmoney=7\n' });
    const ended = await runAs(['nils', 'hemligt'], ['balance', '--json'], { home: home.path });
    expect(jsonOf(ended)).toEqual({ code: 0, json: { user: 'nils', balance: '7.00' } });
    expect(home.modes()).toEqual(new Set([0o600]));
    expect(home.log()).toContain('登录成功 (signed in) user=nils');
  });

  test.concurrent('that is missing is told like a missing file', async () => {
    using home = new Home();
    const ended = await runAs(egon, ['balance'], { home: join(home.path, 'nowhere') });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/products\.ini|config\.ini/);
    expect(existsSync(join(home.path, 'nowhere', 'db'))).toBe(false);
  });
});
