import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { requireHome } from '#bin/shared/home.ts';
import { pathsOf } from '#bin/shared/paths.ts';
import { variable } from '#conf/app.ts';
import { type ConfFile, Home } from '#test/kit/home.ts';
import { root } from '#test/kit/root.ts';
import { jsonOf, run, runAs, start } from '#test/kit/run.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { egon, usersFile } from '#test/kit/users.ts';

/** The first command in a home. */
const whoamiIn = (home: Home, ...flags: string[]) => runAs(egon, ['whoami', ...flags], { home: home.path });

test.concurrent('all wrong settings are reported at once: file, environment and flags', async () => {
  using home = new Home({
    'settings.ini': '[app]\nlanguag = zh\n[session]\nidle_timeout = soon\n[foo]\nx=1\n',
  });
  const env = { [variable('SESSION_IDLE_TIMEOUT')]: 'soon', [variable('LANGUGE')]: 'zh' };
  const ended = await run(['whoami', '--log-file-level', 'loud'], { home: home.path, env });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  const told = ended.stderr.trimEnd().split('\n');
  expect(told).toHaveLength(7);
  for (const [line, what] of [
    [1, 'settings.ini:2: there is no setting languag in [app]; did you mean language?'],
    [2, "settings.ini:4: idle_timeout is 'soon'"],
    [3, 'settings.ini:5: there is no section [foo]'],
    [4, variable('SESSION_IDLE_TIMEOUT')],
    [5, variable('LANGUGE')],
    [6, '--log-file-level'],
  ] as const)
    expect(told[line]).toContain(what);
  const asJson = await run(['whoami', '--json', '--log-file-level', 'loud'], { home: home.path, env });
  expect(jsonOf(asJson)).toMatchObject({ code: 2, json: { error: { code: 'configuration' } } });
});

describe('an invalid file is refused with file, line and reason, and every sign-in with it', () => {
  test.concurrent.each<[string, ConfFile, string, string]>([
    [
      'a user without a password',
      'config.ini',
      '[egon]\npassword=123\n[alex]\nuser_timeout=1\n',
      'config.ini:3 [alex]',
    ],
    [
      'a malformed timeout',
      'config.ini',
      '[egon]\npassword=123\nuser_timeout=1e3\n',
      'config.ini:3 [egon] user_timeout',
    ],
    [
      'a key that is unknown',
      'config.ini',
      '[egon]\npassword=123\npasword=1\n',
      'config.ini:3 [egon] pasword',
    ],
    ['a line outside of every section', 'config.ini', 'password=123\n[egon]\n', 'config.ini:1'],
    ['two users of one name', 'config.ini', '[egon]\npassword=123\n[egon]\npassword=1\n', 'config.ini:3'],
    [
      'a user named to clear the screen',
      'config.ini',
      '[egon]\npassword=123\n[\x1b[2J]\npassword=1\n',
      'config.ini:3',
    ],
    ['a setting without a section', 'settings.ini', 'language=zh\n', 'settings.ini:1'],
  ])('%s', async (_, file, text, place) => {
    using home = new Home({ [file]: text });
    const [shown, json] = await Promise.all([whoamiIn(home), whoamiIn(home, '--json')]);
    expect(shown).toMatchObject({ code: 2, stdout: '' });
    expect(shown.stderr).toContain(place);
    expect(shown.stderr).not.toMatch(/\n +at /);
    expect(shown.stderr).not.toContain('\x1b');
    expect(jsonOf(json)).toMatchObject({ code: 2, json: { error: { code: 'configuration' } } });
  });

  test.concurrent.each<[ConfFile, number]>([
    ['config.ini', 2],
    ['settings.ini', 0],
  ])('a missing %s: exit code %d', async (file, code) => {
    using home = new Home();
    home.remove(file);
    const ended = await whoamiIn(home);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(code === 0 ? '' : file);
    expect(ended.stderr).not.toMatch(/\n +at /);
  });
});

test.concurrent('a config.ini that becomes invalid while the menu is open is reported at the next sign-in, which is refused', async () => {
  using home = new Home();
  const app = start([], { home: home.path });
  const inMenu = new Promise<void>((resolve) => {
    app.stdout.on('data', (text: string) => text.includes('. Quit') && resolve());
  });
  app.stdin.write('egon\n123\n');
  await inMenu;
  home.write('config.ini', '[egon]\npassword\n');
  app.stdin.end('sign-out\negon\n123\nwhoami\n');
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
    await whoamiIn(home);
    damage(home);
    for (const suffix of ['-wal', '-shm']) rmSync(home.databaseFile + suffix, { force: true });
    const [shown, json] = await Promise.all([whoamiIn(home), whoamiIn(home, '--json')]);
    expect(shown).toMatchObject({ code: 2, stdout: '' });
    expect(shown.stderr).toMatch(/^The database \/.*app\.db (?:is|was|belongs|cannot be read) [^\n]*\.\n$/);
    expect(jsonOf(json)).toMatchObject({ code: 2, json: { error: { code: 'database' } } });
  });
});

describe('the home', () => {
  test.concurrent('holds everything: users, database and log, for its owner only', async () => {
    using home = new Home({ 'config.ini': usersFile({}, [['nils', 'hemligt']]) });
    const ended = await runAs(['nils', 'hemligt'], ['whoami', '--json'], { home: home.path });
    expect(jsonOf(ended)).toEqual({
      code: 0,
      json: { user: 'nils', seconds_left: 1000, language: 'en', where: 'local' },
    });
    expect(home.modes()).toEqual(new Set([0o600]));
    expect(home.log()).toContain('登录成功 (signed in) user=nils');
  });

  test.concurrent('that is missing, or has no conf/, is said in one sentence, and nothing is made', async () => {
    using home = new Home();
    mkdirSync(join(home.path, 'empty'));
    const missing = await runAs(egon, ['whoami'], { home: join(home.path, 'nowhere') });
    const empty = await runAs(egon, ['whoami'], { home: join(home.path, 'empty') });
    const version = await run(['--version'], { home: join(home.path, 'nowhere') });
    const told = (problem: string) => `The configuration needs correcting:\n${variable('HOME')}: ${problem}`;
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toBe(
      told(`there is no such folder; create it with a conf/ in it: ${join(home.path, 'nowhere')}\n`),
    );
    expect(empty.stderr).toBe(
      told(`there is no conf/ in it; copy that of the app: ${join(home.path, 'empty')}\n`),
    );
    expect(version.code).toBe(0);
    expect(existsSync(join(home.path, 'nowhere'))).toBe(false);
    expect(readdirSync(join(home.path, 'empty'))).toEqual([]);
  });
});

describe('the home, before it is used', () => {
  test('holds no text that the log would expand', () => {
    using folder = new TemporaryFolder();
    const paths = pathsOf(pathToFileURL('/'), folder.file('%DATE%'));
    mkdirSync(paths.base);
    expect(() => requireHome(paths)).toThrow(`${variable('HOME')}: the log would replace %DATE%`);
  });

  test('is no relative path in a folder that was removed', () => {
    const gone = new TemporaryFolder();
    // A worker of vitest cannot change its folder.
    const script = `process.chdir(${JSON.stringify(gone.path)}); require('node:fs').rmdirSync(${JSON.stringify(gone.path)});
      require('node:child_process').spawnSync(process.execPath, [${JSON.stringify(join(root, 'bin/start.js'))}, 'whoami'], {
        stdio: 'inherit', env: { ...process.env, ${variable('HOME')}: 'home', ${variable('LANGUAGE')}: 'en' } })`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(stderr).toContain(
      `${variable('HOME')}: home is a relative path, and the working directory was removed`,
    );
    expect(stderr).not.toMatch(/\n +at /);
  });
});

test.skipIf(process.platform === 'win32')(
  'a pipe in the place of a file of conf/ is refused, not waited for',
  async () => {
    using home = new Home();
    for (const file of ['config.ini', 'settings.ini'] as const) {
      const text = readFileSync(home.conf(file), 'utf8');
      home.remove(file);
      execFileSync('mkfifo', [home.conf(file)]);
      const ended = await whoamiIn(home);
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain(`${file}: is no regular file; move it away`);
      home.remove(file);
      home.write(file, text);
    }
  },
);

test('a TZ that Node cannot read is said in one line, and the command runs', async () => {
  using home = new Home();
  const ended = await runAs(egon, ['whoami'], { home: home.path, env: { TZ: 'IST-5:30' } });
  expect(ended.code).toBe(0);
  expect(ended.stderr.match(/TZ=IST-5:30 .*times are in UTC/g)).toHaveLength(1);
});
