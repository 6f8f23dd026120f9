import { describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { sampleLauncher } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { jsonOf, run, runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

/** Every command here is refused before a change, so all use one home. */
const home = new Home();
const options = { home: home.path };
const env = { [variable('PASSWORD')]: '123' };
const password = `${variable('PASSWORD')} (--password-stdin)`;
const newPassword = `${variable('NEW_PASSWORD')} (--password-stdin)`;

/** The output of `whoami --json` for a new session. */
const newSession = { user: 'egon', seconds_left: 1000, language: 'en', where: 'local' };

describe('all missing flags are listed, and no command waits for input', () => {
  test.concurrent.each([
    ['note', `Missing: --user, ${password}, --text, --times. Give them on the command line.\n`],
    ['note --user egon --text x', `Missing: ${password}, --times. Give them on the command line.\n`],
    ['pick --times 2', `Missing: --user, ${password}, --thing. Give them on the command line.\n`],
    ['password', `Missing: --user, ${password}, ${newPassword}. Give them on the command line.\n`],
    ['whoami --password-stdin', `Missing: --user, ${password}. Give them on the command line.\n`],
    ['whoami', `Missing: --user, ${password}. Give them on the command line.\n`],
    ['register', `Missing: --name, ${password}. Give them on the command line.\n`],
    ['completion', 'Missing: --shell. Give them on the command line.\n'],
    ['reset', 'This needs to be confirmed: add --yes.\n'],
  ])('%s', async (line, stderr) => {
    const ended = await run(line.split(' '), { ...options, launcher: sampleLauncher });
    expect(ended).toEqual({ code: 2, signal: null, stdout: '', stderr });
  });
});

describe('all mistakes are listed, with similar names', () => {
  test.concurrent.each([
    ['registr', 'unknown command registr, did you mean register. See --help.'],
    ['Whoami', 'unknown command Whoami, did you mean whoami. See --help.'],
    ['xyzzy', 'unknown command xyzzy. See --help.'],
    ['constructor', 'unknown command constructor. See --help.'],
    ['--hlep', 'unknown flag --hlep, did you mean --help. See --help.'],
    ['-x', 'unknown flag -x. See --help.'],
    [
      'note --timse 5 --user egon',
      'unknown flag --timse, did you mean --times; unexpected argument 5. See --help.',
    ],
    ['register --name a --name b', '--name is given twice. See --help.'],
    ['register --name', '--name needs a value. See --help.'],
    ['whoami --json=yes', '--json takes no value. See --help.'],
    ['whoami egon', 'unexpected argument egon. See --help.'],
    ['whoami --__proto__ x', 'unknown flag --__proto__; unexpected argument x. See --help.'],
    [
      'note --frm egon alex --times x',
      'unknown flag --frm; unexpected argument egon; unexpected argument alex; Times are a whole number from 1 to 99. Type it again. See --help.',
    ],
  ])('%s', async (line, sentence) => {
    const { code, stdout, stderr } = await run(line.split(' '), {
      ...options,
      launcher: sampleLauncher,
    });
    expect([code, stdout, stderr.trimEnd()]).toEqual([2, '', sentence]);
  });
});

describe('a password on the command line', () => {
  test.concurrent.each([
    ['whoami --user egon --password 123', variable('PASSWORD')],
    ['whoami --user egon --password=123', variable('PASSWORD')],
    ['--password 123 whoami --user egon', variable('PASSWORD')],
    ['password --user egon --new-password 123456789', variable('NEW_PASSWORD')],
  ])('is refused, and not repeated: %s', async (line, name) => {
    const ended = await run(line.split(' '), { ...options, env });
    const stderr = `a password does not belong on the command line: use --password-stdin or ${name}. See --help.\n`;
    expect(ended).toEqual({ code: 2, signal: null, stdout: '', stderr });
  });
});

describe('the password', () => {
  const whoami = ['whoami', '--user', 'egon', '--json'];
  test.concurrent.each([
    ['from standard input', '123\n', {}],
    ['from standard input without a line end', '123', {}],
    ['from standard input with the line end of Windows', '123\r\n', {}],
    ['from standard input, before the environment', '123\n', { [variable('PASSWORD')]: 'wrong' }],
  ])('comes %s', async (_, input, given) => {
    const ended = await run([...whoami, '--password-stdin'], { ...options, input, env: given });
    expect(jsonOf(ended)).toEqual({ code: 0, json: newSession });
  });

  test.concurrent('comes from the environment', async () => {
    expect(jsonOf(await run(whoami, { ...options, env })).code).toBe(0);
  });
});

describe('a name', () => {
  test.concurrent.each([
    ['a property of every object', '__proto__'],
    ['another', 'constructor'],
    ['nothing', ''],
    ['the section of all', 'DEFAULT'],
    ['a hidden character', 'egon\u202e'],
    ['an escape sequence', 'e\x1b[2Jgon'],
    ['as long as can be', 'x'.repeat(100_000)],
  ])('that is unknown is refused like a wrong password: %s', async (_, name) => {
    const nowhere = new Home();
    try {
      const ended = await runAs([name, '123'], ['whoami', '--json'], { home: nowhere.path });
      expect(jsonOf(ended)).toMatchObject({ code: 3, json: { error: { code: 'wrong_credentials' } } });
      expect(nowhere.log()).toContain('user=?]');
    } finally {
      nowhere[Symbol.dispose]();
    }
  });
});

describe('flags and settings', () => {
  test.concurrent('stand anywhere, with or without the equals sign', async () => {
    const lines = [
      '--user=egon --json whoami',
      'whoami --json --user egon',
      '--json --user egon --language zh whoami',
    ];
    const results = await Promise.all(lines.map((line) => run(line.split(' '), { ...options, env })));
    expect(results.map((ended) => jsonOf(ended).json)).toEqual([
      newSession,
      newSession,
      { ...newSession, language: 'zh' },
    ]);
  });

  test.concurrent('the language is a setting, a variable and a flag', async () => {
    const whoami = ['whoami'];
    const results = await Promise.all([
      runAs(egon, whoami, { ...options, env: { LANG: 'zh_CN.UTF-8' } }),
      runAs(egon, whoami, { ...options, env: { [variable('LANGUAGE')]: 'zh' } }),
      runAs(egon, [...whoami, '--language', 'zh'], { ...options, env: { [variable('LANGUAGE')]: 'en' } }),
    ]);
    expect(results.map(({ stdout }) => stdout)).toEqual(
      results.map(() => 'egon，会话剩余 16 分 40 秒，中文，本机\n'),
    );
  });
});

test('no refused command has changed the home', async () => {
  expect(home.all('select name from credential')).toEqual([]);
  home[Symbol.dispose]();
});
