import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sections } from '#bin/parts/settings.ts';
import {
  languageBeforeSettings,
  languageOfLocale,
  readSettings,
  SettingsError,
  settingDefinitionsOf,
} from '#conf/settings.ts';
import { parseIni } from '#lib/ini/parse.ts';
import type { SettingsReason } from '#lib/settings/read.ts';
import { expectSentence } from '#test/kit/both-languages.ts';

const settingDefinitions = settingDefinitionsOf(sections);

interface Sources {
  readonly text?: string | Uint8Array;
  readonly env?: Record<string, string>;
  readonly flags?: Record<string, string>;
}
const read = ({ text, env = {}, flags = {} }: Sources = {}) =>
  readSettings(sections, { text, env, flags: new Map(Object.entries(flags)) });

function errorOf(sources: Sources): SettingsError | undefined {
  try {
    read(sources);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    expect(error.message).toBe(error.lines.map(({ en }) => en).join('\n'));
    return error;
  }
  return undefined;
}

const problemsOf = (sources: Sources): readonly string[] => errorOf(sources)?.lines.map(({ en }) => en) ?? [];

const defaults = {
  language: 'en',
  log: { fileLevel: 'debug', screenLevel: 'warning' },
  session: { idleTimeoutSeconds: 0 },
  bank: { withdrawFeeBasisPoints: 500n },
  database: { busyTimeoutSeconds: 30 },
  server: {
    host: '127.0.0.1',
    port: 8080,
    connections: 2000,
    connectionsPerAddress: 2000,
    unproven: 256,
    wrongProofs: 20,
    proofTimeoutSeconds: 5,
    idleTimeoutSeconds: 300,
    stopTimeoutSeconds: 10,
  },
  files: { enabled: true, folder: '', quotaMebibytes: 2048, shared: true },
  exec: { enabled: true, allow: new Map(), timeLimitSeconds: 30, outputLimitMebibytes: 64 },
  time: { enabled: true, port: 9000 },
  chat: {
    enabled: true,
    host: '127.0.0.1',
    port: 8081,
    book: new Map(
      ['金老板', '哪吒', 'egon', 'yuan'].map((name) => [name, { host: '127.0.0.1', port: 8081 }]),
    ),
  },
  echo: { enabled: true, port: 9999 },
};

const shipped = readFileSync('conf/settings.ini', 'utf8');
const allSwitchedOn = shipped.replace(/^;(?=[a-z_]+ =(?: |$)| {4}\S)/gm, '');

describe('settings', () => {
  it('have defaults', () => {
    expect(read()).toEqual(defaults);
  });

  it('are frozen all through', () => {
    const settings = read();
    expect(Object.isFrozen(settings)).toBe(true);
    for (const section of Object.values(settings)) expect(Object.isFrozen(section)).toBe(true);
  });

  it('come from the file, then the environment, then the flags', () => {
    const text = '[log]\nfile_level = info\nscreen_level = info\n[database]\nbusy_timeout = 1\n';
    const env = { APP_LOG_SCREEN_LEVEL: 'error', APP_DATABASE_BUSY_TIMEOUT: '2', APP_LANGUAGE: 'zh' };
    expect(read({ text, env, flags: { 'database-busy-timeout': '3' } })).toEqual({
      ...defaults,
      language: 'zh',
      log: { fileLevel: 'info', screenLevel: 'error' },
      database: { busyTimeoutSeconds: 3 },
    });
  });

  it.each([
    ['5', 500n],
    ['0', 0n],
    ['0.5', 50n],
    ['0.05', 5n],
    ['12.25', 1225n],
    ['100', 10_000n],
    ['100.00', 10_000n],
  ])('take a fee of %s percent as %i basis points', (text, basisPoints) => {
    expect(read({ flags: { 'bank-withdraw-fee': text } }).bank.withdrawFeeBasisPoints).toBe(basisPoints);
  });

  const badNumbers = [
    '',
    ' ',
    '-1',
    '+1',
    '1e3',
    '0x10',
    '１２',
    '²',
    '٣',
    '1_000',
    '1,000',
    '007',
    'NaN',
    'Infinity',
    '1n',
    '99999999999999999999',
  ];
  it.each([
    ...badNumbers.flatMap((text): [string, string][] => [
      ['database-busy-timeout', text],
      ['bank-withdraw-fee', text],
    ]),
    ['database-busy-timeout', '3601'],
    ['database-busy-timeout', '1.5'],
    ['session-idle-timeout', '31536001'],
    ['bank-withdraw-fee', '100.01'],
    ['bank-withdraw-fee', '101'],
    ['bank-withdraw-fee', '5.'],
    ['bank-withdraw-fee', '.5'],
    ['bank-withdraw-fee', '5.125'],
    ['bank-withdraw-fee', '5%'],
    ['language', 'ZH'],
    ['language', 'fr'],
    ['files-enabled', 'true'],
    ['files-folder', 'files'],
    ['files-quota', '0'],
    ['exec-time-limit', '0'],
    ['server-connections', '0'],
    ['server-connections', '100001'],
    ['server-wrong-proofs', '0'],
    ['server-host', 'http://x'],
    ['server-port', '65536'],
    ['log-file-level', 'warn'],
    ['log-screen-level', 'toString'],
  ])('refuse --%s %j', (flag, text) => {
    const problems = problemsOf({ flags: { [flag]: text } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^--${flag}: .* it must be `));
  });

  it('report everything that is wrong at once, with its source', () => {
    const text =
      '[log]\nfile_level = loud\nscren_level = info\n\n[bnak]\nwithdraw_fee = 1\n[session]\nbusy_timeout = 1\n';
    const env = { APP_LANGUAGE: 'fr', APP_LOG_FILELEVEL: 'debug' };
    expect(
      problemsOf({ text, env, flags: { 'session-idle-timeout': '1h', 'bank-withdraw-fe': '1' } }),
    ).toEqual([
      "settings.ini:2: file_level is 'loud'; it must be one of debug, info, warning, error, critical",
      'settings.ini:3: there is no setting scren_level in [log]; did you mean screen_level?',
      'settings.ini:5: there is no section [bnak]; did you mean [bank]?',
      'settings.ini:8: there is no setting busy_timeout in [session]; did you mean [database] busy_timeout?',
      "APP_LANGUAGE: language is 'fr'; it must be one of auto, zh, en",
      'APP_LOG_FILELEVEL: there is no such setting; did you mean APP_LOG_FILE_LEVEL?',
      "--session-idle-timeout: idle_timeout is '1h'; it must be a whole number of seconds from 0 to 31536000",
      '--bank-withdraw-fe: there is no such setting; did you mean --bank-withdraw-fee?',
    ]);
  });

  it('are refused where a stronger source would have hidden the mistake', () => {
    expect(problemsOf({ text: '[app]\nlanguage = fr\n', flags: { language: 'zh' } })).toHaveLength(1);
  });

  it('go on to the environment and the flags when the file cannot be read', () => {
    expect(problemsOf({ text: 'language = zh\n[log]\nfile_level\n', env: { APP_LANGUAGE: 'fr' } })).toEqual([
      expect.stringMatching(/^settings\.ini:1: comes before the first section/),
      expect.stringMatching(/^settings\.ini:3 \[log\]: /),
      expect.stringMatching(/^APP_LANGUAGE: /),
    ]);
    expect(problemsOf({ text: Buffer.from([0x5b, 0xff, 0x5d]) })).toEqual([
      expect.stringMatching(/^settings\.ini:1: is not valid UTF-8/),
    ]);
  });

  it('are not inherited: [DEFAULT] would say nothing about where a setting belongs', () => {
    expect(problemsOf({ text: '[DEFAULT]\nlanguage = zh\nuser_timeout = 1\n[app]\n' })).toEqual([
      'settings.ini:2: language is in [DEFAULT], where there are no settings; did you mean [app] language?',
      'settings.ini:3: user_timeout is in [DEFAULT], where there are no settings; remove it',
    ]);
  });

  it('leave names like those of every object alone', () => {
    expect(
      problemsOf({ text: '[__proto__]\nx=1\n[log]\nconstructor=1\n', flags: { toString: 'x' } }),
    ).toHaveLength(3);
    expect('x' in {}).toBe(false);
  });

  it('cannot bring escape sequences to the screen', () => {
    const text = '[\u001b[2J]\n[log]\n\u001b]0;x\u0007=1\nfile_level=\u001b[31m\u202e\n';
    expect(problemsOf({ text, env: { APP_LANGUAGE: '\u001b[2J' } }).join('\n')).not.toMatch(
      /[^\P{Cc}\n]|\u202e/u,
    );
  });
});

describe('settings of several lines', () => {
  const date = new Map([['date', ['/bin/date']]]);
  const both = new Map([...date, ['list', ['/bin/ls', '-l', '/srv/my files']]]);
  const lines = 'date = /bin/date\nlist = /bin/ls -l "/srv/my files"';

  it.each<[string, Sources, ReadonlyMap<string, readonly string[]>]>([
    ['the file', { text: `[exec]\nallow =\n    ${lines.replace('\n', '\n    ')}\n` }, both],
    [
      'the file, with more around them',
      { text: `[exec]\nallow =\n\n  ; x\n  date = /bin/date\n\n[app]` },
      date,
    ],
    ['the line of the setting', { text: '[exec]\nallow = date = /bin/date\n' }, date],
    ['a variable', { env: { APP_EXEC_ALLOW: lines } }, both],
    ['a flag', { flags: { 'exec-allow': lines } }, both],
    ['the stronger source alone', { env: { APP_EXEC_ALLOW: lines }, flags: { 'exec-allow': '' } }, new Map()],
  ])('come from %s', (_, sources, expected) => {
    expect(read(sources).exec.allow).toEqual(expected);
  });

  it('name the entry that is wrong', () => {
    const text = '[exec]\nallow =\n  date = /bin/date\n  list = ls -l\n[chat]\nbook = egon = nowhere\n';
    const error = errorOf({ text, env: { APP_CHAT_BOOK: 'egon' } });
    expect(error?.lines.map(({ en }) => en)).toEqual([
      "settings.ini:2: allow: 'list': the program 'ls' is no absolute path; write one, such as /bin/date",
      "settings.ini:6: book: 'egon' is 'nowhere'; it must be HOST:PORT, such as 127.0.0.1:8081",
      "APP_CHAT_BOOK: book: the line 'egon' has no '='; write NAME = VALUE",
    ]);
    for (const { sentence } of error?.problems ?? []) expectSentence(sentence);
  });

  it('are missed when they are not indented', () => {
    expect(problemsOf({ text: '[exec]\nallow =\ndate = /bin/date\n' })).toEqual([
      'settings.ini:3: there is no setting date in [exec]; move it in by some blanks to make it a line of allow',
    ]);
  });
});

describe('what is wrong', () => {
  const byReason: Readonly<Record<SettingsReason, readonly Sources[]>> = {
    invalid_utf8: [{ text: Buffer.from([0xff]) }],
    nul_character: [{ text: '\0' }],
    missing_header: [{ text: 'language = zh\n' }],
    text_after_header: [{ text: '[log] x\n' }],
    duplicate_section: [{ text: '[log]\n[log]\n' }],
    missing_delimiter: [{ text: '[log]\nfile_level\n' }],
    empty_key: [{ text: '[log]\n= info\n' }],
    duplicate_key: [{ text: '[app]\nlanguage = zh\nlanguage = en\n' }],
    unknown_section: [{ text: '[lgo]\n' }, { text: '[weather]\n' }],
    unknown_setting: [
      { text: '[log]\nfile_levle = info\n' },
      { text: '[log]\nlanguage = zh\n' },
      { text: '[log]\ncolour = red\n' },
      { text: '[chat]\nbook =\nyuan = 127.0.0.1:1\n' },
      { env: { APP_LANGAUGE: 'zh' } },
      { flags: { langauge: 'zh' } },
      { flags: { colour: 'red' } },
    ],
    in_default: [{ text: '[DEFAULT]\nlanguage = zh\n' }, { text: '[DEFAULT]\ncolour = red\n' }],
    bad_value: [
      { text: '[app]\nlanguage = fr\n' },
      { env: { APP_DATABASE_BUSY_TIMEOUT: '1 h' } },
      { flags: { 'bank-withdraw-fee': '101' } },
      { flags: { 'files-enabled': 'true' } },
      { flags: { 'files-folder': 'files' } },
      { flags: { 'server-host': 'http://x' } },
      { flags: { 'server-port': '65536' } },
      { flags: { 'chat-book': 'egon' } },
      { flags: { 'exec-allow': 'a = ""' } },
      { flags: { 'exec-allow': 'a =' } },
    ],
  };
  const cases = Object.entries(byReason).flatMap(([reason, all]) => all.map((one) => [reason, one] as const));

  it.each(cases)('is told in both languages, with the remedy: %s, %j', (reason, sources) => {
    const { problems, lines } = errorOf(sources) ?? { problems: [], lines: [] };
    expect(problems).toMatchObject([{ reason }]);
    for (const text of [...problems.map(({ sentence }) => sentence), ...lines]) expectSentence(text);
    expect(lines[0]?.zh).toMatch(/^(?:settings\.ini:\d[^：]*|APP_[A-Z_]+|--[a-z-]+)：/);
  });

  it('names the values there are, in the words of the language', () => {
    const flags = { language: 'fr', 'database-busy-timeout': '1 h', 'bank-withdraw-fee': '101' };
    expect(errorOf({ flags })?.lines.map(({ zh }) => zh)).toEqual([
      '--language：language 的取值“fr”无效，请改为 auto、zh、en 之一',
      '--database-busy-timeout：busy_timeout 的取值“1 h”无效，请改为 0 到 3600 的整数（单位：秒）',
      '--bank-withdraw-fee：withdraw_fee 的取值“101”无效，请改为 0 到 100 的百分数（最多两位小数）',
    ]);
  });
});

describe('environment variables', () => {
  it.each([
    'APP_HOME',
    'APP_PASSWORD',
    'APP_NEW_PASSWORD',
    'APP_SECRET_KEY',
    'APP_NAME',
    'APP_ENV',
    'APP_LANG',
    'APP_KEY',
    'APP_HOST',
    'APP_PORT',
    'APP_TIMEZONE',
    'LANGUAGE',
    'app_language',
  ])('leave %s alone', (name) => {
    expect(problemsOf({ env: { [name]: 'x' } })).toEqual([]);
  });

  it.each([
    ['APP_LANGAUGE', 'APP_LANGUAGE'],
    ['APP_language', 'APP_LANGUAGE'],
    ['APP_HOEM', 'APP_HOME'],
    ['APP_PASWORD', 'APP_PASSWORD'],
    ['APP_DATABASE_BUSYTIMEOUTS', 'APP_DATABASE_BUSY_TIMEOUT'],
  ])('suspect that %s is %s, and do not show what it holds', (name, meant) => {
    expect(problemsOf({ env: { [name]: 'hunter2' } })).toEqual([
      `${name}: there is no such setting; did you mean ${meant}?`,
    ]);
  });
});

describe('language', () => {
  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'ZH' }, 'zh'],
    [{ LANG: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'C' }, 'en'],
    [{}, 'en'],
    [{ LC_ALL: 'en_US', LC_MESSAGES: 'zh_CN', LANG: 'zh_CN' }, 'en'],
    [{ LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'en_US' }, 'zh'],
    [{ LC_CTYPE: 'zh_CN', LANGUAGE: 'zh' }, 'en'],
  ])('of %j is %s', (env, language) => {
    expect(languageOfLocale(env)).toBe(language);
    expect(read({ env }).language).toBe(language);
    expect(read({ env, flags: { language: 'auto' } }).language).toBe(language);
  });

  it.each<[{ env?: Record<string, string>; flags?: Record<string, string> }, string]>([
    [{}, 'en'],
    [{ env: { LANG: 'zh_CN' } }, 'zh'],
    [{ env: { LANG: 'zh_CN', APP_LANGUAGE: 'en' } }, 'en'],
    [{ env: { APP_LANGUAGE: 'en' }, flags: { language: 'zh' } }, 'zh'],
    [{ env: { LANG: 'zh_CN', APP_LANGUAGE: 'fr' } }, 'zh'],
    [{ env: { LANG: 'zh_CN' }, flags: { language: 'auto' } }, 'zh'],
    [{ env: { APP_LANGUAGE: 'zh' }, flags: { language: 'auto' } }, 'en'],
  ])('before there are settings, with %j, is %s', ({ env = {}, flags = {} }, language) => {
    expect(languageBeforeSettings({ env, flags: new Map(Object.entries(flags)) })).toBe(language);
  });

  it('is what is asked for, whatever the locale', () => {
    expect(read({ env: { LANG: 'zh_CN', APP_LANGUAGE: 'en' } }).language).toBe('en');
  });
});

describe('settings.ini as shipped', () => {
  it('changes nothing', () => {
    expect(read({ text: shipped })).toEqual(defaults);
  });

  it('shows every setting, each with its default', () => {
    const { sections } = parseIni(allSwitchedOn);
    const inFile = [...sections.values()].flatMap(({ name, own }) =>
      [...own.values()].map(({ key, value }) => [name, key, value.trim()]),
    );
    expect(inFile).toEqual(
      settingDefinitions.map((definition) => [definition.section, definition.key, definition.default]),
    );
    expect(read({ text: allSwitchedOn })).toEqual(defaults);
  });

  it('explains each in both languages', () => {
    for (const block of shipped.split('\n\n').slice(1))
      expect(block).toMatch(/^; .*\p{Script=Han}.*\n; [A-Z][\x20-\x7e]+\n/mu);
    for (const { summary } of settingDefinitions) {
      expect(summary.zh).toMatch(/\p{Script=Han}/u);
      expect(summary.en).toMatch(/^[\x20-\x7e]+$/);
    }
  });
});

it('names follow from section and key', () => {
  expect(settingDefinitions.map(({ variable, flag }) => [variable, flag])).toEqual([
    ['APP_LANGUAGE', 'language'],
    ['APP_LOG_FILE_LEVEL', 'log-file-level'],
    ['APP_LOG_SCREEN_LEVEL', 'log-screen-level'],
    ['APP_SESSION_IDLE_TIMEOUT', 'session-idle-timeout'],
    ['APP_BANK_WITHDRAW_FEE', 'bank-withdraw-fee'],
    ['APP_DATABASE_BUSY_TIMEOUT', 'database-busy-timeout'],
    ['APP_SERVER_HOST', 'server-host'],
    ['APP_SERVER_PORT', 'server-port'],
    ['APP_SERVER_CONNECTIONS', 'server-connections'],
    ['APP_SERVER_CONNECTIONS_PER_ADDRESS', 'server-connections-per-address'],
    ['APP_SERVER_UNPROVEN', 'server-unproven'],
    ['APP_SERVER_WRONG_PROOFS', 'server-wrong-proofs'],
    ['APP_SERVER_PROOF_TIMEOUT', 'server-proof-timeout'],
    ['APP_SERVER_IDLE_TIMEOUT', 'server-idle-timeout'],
    ['APP_SERVER_STOP_TIMEOUT', 'server-stop-timeout'],
    ['APP_FILES_ENABLED', 'files-enabled'],
    ['APP_FILES_FOLDER', 'files-folder'],
    ['APP_FILES_QUOTA', 'files-quota'],
    ['APP_FILES_SHARED', 'files-shared'],
    ['APP_EXEC_ENABLED', 'exec-enabled'],
    ['APP_EXEC_ALLOW', 'exec-allow'],
    ['APP_EXEC_TIME_LIMIT', 'exec-time-limit'],
    ['APP_EXEC_OUTPUT_LIMIT', 'exec-output-limit'],
    ['APP_TIME_ENABLED', 'time-enabled'],
    ['APP_TIME_PORT', 'time-port'],
    ['APP_CHAT_ENABLED', 'chat-enabled'],
    ['APP_CHAT_HOST', 'chat-host'],
    ['APP_CHAT_PORT', 'chat-port'],
    ['APP_CHAT_BOOK', 'chat-book'],
    ['APP_ECHO_ENABLED', 'echo-enabled'],
    ['APP_ECHO_PORT', 'echo-port'],
  ]);
});
