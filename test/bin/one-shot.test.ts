import { describe, expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { egon, jsonOf, run, runAs } from '#test/kit/run.ts';

/** Everything here is refused before anything changes, so one home serves all. */
const home = new Home();
const options = { home: home.path };
const env = { APP_PASSWORD: '123' };

describe('what is missing is listed, all of it, and nothing waits', () => {
  test.concurrent.each([
    [
      'transfer',
      'Missing: --user, APP_PASSWORD (--password-stdin), --to, --amount. Give them on the command line.\n',
    ],
    [
      'transfer --user egon --to alex',
      'Missing: APP_PASSWORD (--password-stdin), --amount. Give them on the command line.\n',
    ],
    [
      'transfer --id x',
      'Missing: --user, APP_PASSWORD (--password-stdin), --to, --amount. Give them on the command line.\n',
    ],
    [
      'balance --password-stdin',
      'Missing: --user, APP_PASSWORD (--password-stdin). Give them on the command line.\n',
    ],
    ['statement', 'Missing: --user, APP_PASSWORD (--password-stdin). Give them on the command line.\n'],
    ['register', 'Missing: --name, APP_PASSWORD (--password-stdin). Give them on the command line.\n'],
    ['completion', 'Missing: --shell. Give them on the command line.\n'],
    ['reset', 'This needs to be confirmed: add --yes.\n'],
  ])('%s', async (line, stderr) => {
    expect(await run(line.split(' '), options)).toEqual({ code: 2, signal: null, stdout: '', stderr });
  });
});

describe('what is wrong is listed, all of it, with what was meant', () => {
  test.concurrent.each([
    ['transfr', 'unknown command transfr, did you mean transfer. See --help.'],
    ['Balance', 'unknown command Balance, did you mean balance. See --help.'],
    ['xyzzy', 'unknown command xyzzy. See --help.'],
    ['constructor', 'unknown command constructor. See --help.'],
    ['--hlep', 'unknown flag --hlep, did you mean --help. See --help.'],
    ['-x', 'unknown flag -x. See --help.'],
    [
      'transfer --amout 5 --user egon',
      'unknown flag --amout, did you mean --amount; unexpected argument 5. See --help.',
    ],
    ['transfer --to a --to b', '--to is given twice. See --help.'],
    ['transfer --to', '--to needs a value. See --help.'],
    ['balance --json=yes', '--json takes no value. See --help.'],
    ['balance egon', 'unexpected argument egon. See --help.'],
    ['balance --__proto__ x', 'unknown flag --__proto__; unexpected argument x. See --help.'],
    [
      'transfer --frm egon alex --amount x',
      'unknown flag --frm; unexpected argument egon; unexpected argument alex; An amount is written like 12, 12.5 or 12.50. Type it again. See --help.',
    ],
  ])('%s', async (line, sentence) => {
    const { code, stdout, stderr } = await run(line.split(' '), options);
    expect([code, stdout, stderr.trimEnd()]).toEqual([2, '', sentence]);
  });
});

describe('a password on the command line', () => {
  test.concurrent.each([
    ['balance --user egon --password 123', 'APP_PASSWORD'],
    ['balance --user egon --password=123', 'APP_PASSWORD'],
    ['--password 123 balance --user egon', 'APP_PASSWORD'],
    ['password --user egon --new-password 123456789', 'APP_NEW_PASSWORD'],
  ])('is refused, and not repeated: %s', async (line, variable) => {
    const ended = await run(line.split(' '), { ...options, env });
    const stderr = `a password does not belong on the command line: use --password-stdin or ${variable}. See --help.\n`;
    expect(ended).toEqual({ code: 2, signal: null, stdout: '', stderr });
  });
});

describe('the password', () => {
  const balance = ['balance', '--user', 'egon', '--json'];
  test.concurrent.each([
    ['from standard input', '123\n', {}],
    ['from standard input without a line end', '123', {}],
    ['from standard input with the line end of Windows', '123\r\n', {}],
    ['from standard input, before what the environment says', '123\n', { APP_PASSWORD: 'wrong' }],
  ])('comes %s', async (_, input, given) => {
    const ended = await run([...balance, '--password-stdin'], { ...options, input, env: given });
    expect(jsonOf(ended)).toEqual({ code: 0, json: { user: 'egon', balance: '10000000.00' } });
  });

  test.concurrent('comes from the environment', async () => {
    expect(jsonOf(await run(balance, { ...options, env })).code).toBe(0);
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
  ])('that nobody has is a wrong one like any other: %s', async (_, name) => {
    const nowhere = new Home();
    try {
      const ended = await runAs([name, '123'], ['balance', '--json'], { home: nowhere.path });
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
      '--user=egon --json balance',
      'balance --json --user egon',
      '--json --user egon --language zh balance',
    ];
    const results = await Promise.all(lines.map((line) => run(line.split(' '), { ...options, env })));
    expect(results.map((ended) => jsonOf(ended).json)).toEqual(
      lines.map(() => ({ user: 'egon', balance: '10000000.00' })),
    );
  });

  test.concurrent('the language is a setting, a variable and a flag', async () => {
    const balance = ['balance'];
    const results = await Promise.all([
      runAs(egon, balance, { ...options, env: { LANG: 'zh_CN.UTF-8' } }),
      runAs(egon, balance, { ...options, env: { APP_LANGUAGE: 'zh' } }),
      runAs(egon, [...balance, '--language', 'zh'], { ...options, env: { APP_LANGUAGE: 'en' } }),
    ]);
    expect(results.map(({ stdout }) => stdout)).toEqual(results.map(() => 'egon 的余额：10,000,000.00 元\n'));
  });
});

test('nothing of all that has left a movement', async () => {
  expect(home.all(`select kind from journal where kind <> 'opening'`)).toEqual([]);
  home[Symbol.dispose]();
});
