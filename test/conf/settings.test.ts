import { describe, expect, it } from 'vitest';
import { sections } from '#bin/parts/settings.ts';
import { app } from '#conf/app.ts';
import { skeleton } from '#conf/settings/skeleton.ts';
import { languageBeforeSettings, languageOfLocale, settingDefinitionsOf } from '#conf/settings.ts';
import { entries } from '#lib/settings/entries.ts';
import { wholeNumber } from '#lib/settings/kind.ts';
import type { SettingsReason } from '#lib/settings/read.ts';
import { setting } from '#lib/settings/table.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { badNumbers, SettingsReader, type Sources } from './settings-reader.ts';

/** A setting of several lines, as a part may define. */
const prices = setting(
  'prices',
  entries(wholeNumber({ min: 1, max: 99, unit: { zh: '元', en: 'yuan' } })),
  '',
  {
    zh: '价格',
    en: 'prices',
  },
);
const reader = new SettingsReader({ ...skeleton, market: { prices } }, ['MARKET_KEY']);
const read = (sources: Sources = {}) => reader.read(sources);
const errorOf = (sources: Sources) => reader.errorOf(sources);
const problemsOf = (sources: Sources) => reader.problemsOf(sources);

const defaults = {
  language: 'en',
  log: { fileLevel: 'debug', screenLevel: 'warning' },
  session: { idleTimeoutSeconds: 0 },
  users: { remoteRegistrations: 0 },
  database: { busyTimeoutSeconds: 30 },
  market: { prices: new Map() },
};

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

  it.each<[string, string]>([
    ...badNumbers.map((text): [string, string] => ['database-busy-timeout', text]),
    ['database-busy-timeout', '3601'],
    ['database-busy-timeout', '1.5'],
    ['session-idle-timeout', '31536001'],
    ['language', 'ZH'],
    ['language', 'fr'],
    ['log-file-level', 'warn'],
    ['log-screen-level', 'toString'],
  ])('refuse --%s %j', (flag, text) => {
    reader.expectRefused(flag, text);
  });

  it('report all mistakes at once, with their sources', () => {
    const text =
      '[log]\nfile_level = loud\nscren_level = info\n\n[sesion]\nidle_timeout = 1\n[session]\nbusy_timeout = 1\n';
    const env = { APP_LANGUAGE: 'fr', APP_LOG_FILELEVEL: 'debug' };
    expect(
      problemsOf({ text, env, flags: { 'session-idle-timeout': '1h', 'database-busy-timeot': '1' } }),
    ).toEqual([
      "settings.ini:2: file_level is 'loud'; it must be one of debug, info, warning, error, critical",
      'settings.ini:3: there is no setting scren_level in [log]; did you mean screen_level?',
      'settings.ini:5: there is no section [sesion]; did you mean [session]?',
      'settings.ini:8: there is no setting busy_timeout in [session]; did you mean [database] busy_timeout?',
      "APP_LANGUAGE: language is 'fr'; it must be one of auto, zh, en",
      'APP_LOG_FILELEVEL: there is no such setting; did you mean APP_LOG_FILE_LEVEL?',
      "--session-idle-timeout: idle_timeout is '1h'; it must be a whole number of seconds from 0 to 31536000",
      '--database-busy-timeot: there is no such setting; did you mean --database-busy-timeout?',
    ]);
  });

  it('are refused in a weaker source, too', () => {
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

  it('are not inherited from [DEFAULT]', () => {
    expect(problemsOf({ text: '[DEFAULT]\nlanguage = zh\nuser_timeout = 1\n[app]\n' })).toEqual([
      'settings.ini:2: language is in [DEFAULT], which must not have settings; did you mean [app] language?',
      'settings.ini:3: user_timeout is in [DEFAULT], which must not have settings; remove it',
    ]);
  });

  it('accept no property of every object as a name', () => {
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
  const tea = new Map([['tea', 8]]);
  const both = new Map([...tea, ['coffee', 12]]);
  const lines = 'tea = 8\ncoffee = 12';

  it.each<[string, Sources, ReadonlyMap<string, number>]>([
    ['the file', { text: `[market]\nprices =\n    ${lines.replace('\n', '\n    ')}\n` }, both],
    ['the file, with more around them', { text: '[market]\nprices =\n\n  ; x\n  tea = 8\n\n[app]' }, tea],
    ['the line of the setting', { text: '[market]\nprices = tea = 8\n' }, tea],
    ['a variable', { env: { APP_MARKET_PRICES: lines } }, both],
    ['a flag', { flags: { 'market-prices': lines } }, both],
    [
      'the stronger source alone',
      { env: { APP_MARKET_PRICES: lines }, flags: { 'market-prices': '' } },
      new Map(),
    ],
  ])('come from %s', (_, sources, expected) => {
    expect(read(sources).market.prices).toEqual(expected);
  });

  it('name the entry that is wrong', () => {
    const error = errorOf({
      text: '[market]\nprices =\n  tea = 8\n  gold = 100\n',
      env: { APP_MARKET_PRICES: 'tea' },
    });
    expect(error?.lines.map(({ en }) => en)).toEqual([
      "settings.ini:2: prices: 'gold' is '100'; it must be a whole number of yuan from 1 to 99",
      "APP_MARKET_PRICES: prices: the line 'tea' has no '='; write NAME = VALUE",
    ]);
    for (const { sentence } of error?.problems ?? []) expectSentence(sentence);
  });

  it('are missed when they are not indented', () => {
    expect(problemsOf({ text: '[market]\nprices =\ntea = 8\n' })).toEqual([
      'settings.ini:3: there is no setting tea in [market]; add blanks before it to make it a line of prices',
    ]);
  });
});

describe('a problem', () => {
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
      { text: '[market]\nprices =\ntea = 8\n' },
      { env: { APP_LANGAUGE: 'zh' } },
      { flags: { langauge: 'zh' } },
      { flags: { colour: 'red' } },
    ],
    in_default: [{ text: '[DEFAULT]\nlanguage = zh\n' }, { text: '[DEFAULT]\ncolour = red\n' }],
    bad_value: [
      { text: '[app]\nlanguage = fr\n' },
      { env: { APP_DATABASE_BUSY_TIMEOUT: '1 h' } },
      { flags: { 'market-prices': 'tea' } },
      { flags: { 'market-prices': 'tea =' } },
    ],
  };
  const cases = Object.entries(byReason).flatMap(([reason, all]) => all.map((one) => [reason, one] as const));

  it.each(cases)('has a sentence in both languages, with the remedy: %s, %j', (reason, sources) => {
    const { problems, lines } = errorOf(sources) ?? { problems: [], lines: [] };
    expect(problems).toMatchObject([{ reason }]);
    for (const text of [...problems.map(({ sentence }) => sentence), ...lines]) expectSentence(text);
    expect(lines[0]?.zh).toMatch(/^(?:settings\.ini:\d[^：]*|APP_[A-Z_]+|--[a-z-]+)：/);
  });

  it('names the allowed values in the language', () => {
    const flags = { language: 'fr', 'database-busy-timeout': '1 h' };
    expect(errorOf({ flags })?.lines.map(({ zh }) => zh)).toEqual([
      '--language：language 的取值“fr”无效，请改为 auto、zh、en 之一',
      '--database-busy-timeout：busy_timeout 的取值“1 h”无效，请改为 0 到 3600 的整数（单位：秒）',
    ]);
  });
});

describe('environment variables', () => {
  it.each([
    'APP_HOME',
    'APP_PASSWORD',
    'APP_NEW_PASSWORD',
    'APP_MARKET_KEY',
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

  it('is that of the system when no variable is set, as on Windows', () => {
    expect(languageOfLocale({}, () => 'zh-Hans-CN')).toBe('zh');
    expect(languageOfLocale({}, () => 'de-DE')).toBe('en');
    expect(languageOfLocale({ LANG: 'en_US.UTF-8' }, () => 'zh-Hans-CN')).toBe('en');
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

  it('is the chosen one in any locale', () => {
    expect(read({ env: { LANG: 'zh_CN', APP_LANGUAGE: 'en' } }).language).toBe('en');
  });
});

describe('names', () => {
  const definitions = settingDefinitionsOf(sections);

  it.each(definitions.map((one) => [`[${one.section}] ${one.key}`, one] as const))(
    'of %s follow from section and key',
    (_, { section, key, variable, flag, summary }) => {
      const words = section === 'app' ? key : `${section}_${key}`;
      expect(words).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
      expect(variable).toBe(app.variablePrefix + words.toUpperCase());
      expect(flag).toBe(words.replaceAll('_', '-'));
      expect(summary.zh).toMatch(/\p{Script=Han}/u);
      expect(summary.en).toMatch(/^[\x20-\x7e]+$/);
    },
  );

  it('are unique', () => {
    expect(new Set(definitions.map(({ flag }) => flag)).size).toBe(definitions.length);
  });

  it('of the skeleton are', () => {
    expect(settingDefinitionsOf(skeleton).map(({ variable, flag }) => [variable, flag])).toEqual([
      ['APP_LANGUAGE', 'language'],
      ['APP_LOG_FILE_LEVEL', 'log-file-level'],
      ['APP_LOG_SCREEN_LEVEL', 'log-screen-level'],
      ['APP_SESSION_IDLE_TIMEOUT', 'session-idle-timeout'],
      ['APP_USERS_REMOTE_REGISTRATIONS', 'users-remote-registrations'],
      ['APP_DATABASE_BUSY_TIMEOUT', 'database-busy-timeout'],
    ]);
  });
});
