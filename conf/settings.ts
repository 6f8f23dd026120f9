import type { Level } from '#lib/logger/logger.ts';
import { entries } from '#lib/settings/entries.ts';
import { folderOrNothing, oneOf, percentInBasisPoints, wholeNumber, yesOrNo } from '#lib/settings/kind.ts';
import { address, host, listeningPort } from '#lib/settings/network.ts';
import { program } from '#lib/settings/program.ts';
import { readTable, SettingsError, type SettingsSources } from '#lib/settings/read.ts';
import { definitionsOf, type SettingsOf, setting } from '#lib/settings/table.ts';
import type { Language, Text } from '#lib/text/text.ts';

const dayInSeconds = 24 * 60 * 60;
const seconds: Text = { zh: '秒', en: 'seconds' };
const mebibytes: Text = { zh: 'MiB', en: 'mebibytes' };
const connections = wholeNumber({ min: 1, max: 100_000, unit: { zh: '个', en: 'connections' } });
const levels = ['debug', 'info', 'warning', 'error', 'critical'] as const satisfies readonly Level[];

const addressBook = ['金老板', '哪吒', 'egon', 'yuan'].map((name) => `${name} = 127.0.0.1:8081`).join('\n');

/** Every setting there is. A new one is a new line here, and a commented line in settings.ini. */
const table = {
  app: {
    language: setting('language', oneOf(['auto', 'zh', 'en']), 'auto', {
      zh: '界面语言；auto 跟随系统',
      en: 'language of the app; auto follows the system',
    }),
  },
  log: {
    fileLevel: setting('file_level', oneOf(levels), 'debug', {
      zh: '写入日志文件的最低级别',
      en: 'lowest level written to the log file',
    }),
    screenLevel: setting('screen_level', oneOf(levels), 'warning', {
      zh: '显示在屏幕上的最低级别',
      en: 'lowest level shown on the screen',
    }),
  },
  session: {
    idleTimeoutSeconds: setting(
      'idle_timeout',
      wholeNumber({ min: 0, max: 365 * dayInSeconds, unit: seconds }),
      '0',
      {
        zh: '多少秒没有操作就结束会话；0 表示不限',
        en: 'seconds without a key after which a session ends; 0 for never',
      },
    ),
  },
  bank: {
    withdrawFeeBasisPoints: setting('withdraw_fee', percentInBasisPoints({ max: 100 }), '5', {
      zh: '取款手续费，百分比，最多两位小数',
      en: 'fee for a withdrawal in percent, up to two decimals',
    }),
  },
  database: {
    busyTimeoutSeconds: setting('busy_timeout', wholeNumber({ min: 0, max: 3600, unit: seconds }), '30', {
      zh: '数据库被别的程序占用时最多等多少秒',
      en: 'seconds to wait while another program is writing to the database',
    }),
  },
  server: {
    host: setting('host', host, '127.0.0.1', {
      zh: '服务器在哪个地址上监听',
      en: 'address the server listens on',
    }),
    port: setting('port', listeningPort, '8080', {
      zh: '服务器的 TCP 端口',
      en: 'TCP port of the server',
    }),
    connections: setting('connections', connections, '2000', {
      zh: '同时最多多少个连接',
      en: 'most connections at once',
    }),
    connectionsPerAddress: setting('connections_per_address', connections, '2000', {
      zh: '同一地址同时最多多少个连接',
      en: 'most connections at once from one address',
    }),
    unproven: setting('unproven', connections, '256', {
      zh: '多少个连接可以慢慢证明密钥；超出的只有一秒',
      en: 'connections that may take their time to prove the key; any further one has a second',
    }),
    wrongProofs: setting(
      'wrong_proofs',
      wholeNumber({ min: 1, max: 1000, unit: { zh: '次', en: 'proofs' } }),
      '20',
      {
        zh: '同一地址一分钟内可以证明错多少次；再错就拒绝它一分钟',
        en: 'wrong proofs an address may give in a minute before it is refused for a minute',
      },
    ),
    proofTimeoutSeconds: setting('proof_timeout', wholeNumber({ min: 1, max: 3600, unit: seconds }), '5', {
      zh: '新连接要在多少秒内证明密钥',
      en: 'seconds a new connection has to prove the key',
    }),
    idleTimeoutSeconds: setting(
      'idle_timeout',
      wholeNumber({ min: 1, max: dayInSeconds, unit: seconds }),
      '300',
      {
        zh: '多少秒没有请求就断开连接',
        en: 'seconds without a request after which a connection is closed',
      },
    ),
    stopTimeoutSeconds: setting('stop_timeout', wholeNumber({ min: 0, max: 3600, unit: seconds }), '10', {
      zh: '停止时最多用多少秒完成正在进行的请求',
      en: 'seconds that running requests have to finish when the server stops',
    }),
  },
  files: {
    enabled: setting('enabled', yesOrNo, 'yes', {
      zh: '是否提供文件服务',
      en: 'whether files are served',
    }),
    folder: setting('folder', folderOrNothing, '', {
      zh: '文件放在哪个文件夹；留空为 db/files',
      en: 'folder the files lie in; nothing for db/files',
    }),
    quotaMebibytes: setting('quota', wholeNumber({ min: 1, max: 1_048_576, unit: mebibytes }), '2048', {
      zh: '每个用户的文件总共最多多少 MiB',
      en: 'mebibytes that the files of one user may take',
    }),
    shared: setting('shared', yesOrNo, 'yes', {
      zh: '未登录的客户端是否共用一个文件夹',
      en: 'whether clients that have not signed in share one folder',
    }),
  },
  exec: {
    enabled: setting('enabled', yesOrNo, 'yes', {
      zh: '是否提供命令服务',
      en: 'whether commands are served',
    }),
    allow: setting('allow', entries(program), '', {
      zh: '客户端可以运行的命令，每行一个',
      en: 'commands that clients may run, a line each',
    }),
    timeLimitSeconds: setting('time_limit', wholeNumber({ min: 1, max: dayInSeconds, unit: seconds }), '30', {
      zh: '一个命令最多运行多少秒',
      en: 'seconds a command may run',
    }),
    outputLimitMebibytes: setting(
      'output_limit',
      wholeNumber({ min: 1, max: 16_384, unit: mebibytes }),
      '64',
      {
        zh: '一个命令最多输出多少 MiB',
        en: 'mebibytes a command may write',
      },
    ),
  },
  time: {
    enabled: setting('enabled', yesOrNo, 'yes', {
      zh: '是否提供时间服务',
      en: 'whether the time is served',
    }),
    port: setting('port', listeningPort, '9000', {
      zh: '时间服务的 UDP 端口',
      en: 'UDP port of the time server',
    }),
  },
  chat: {
    enabled: setting('enabled', yesOrNo, 'yes', {
      zh: '是否提供聊天',
      en: 'whether there is a chat',
    }),
    host: setting('host', host, '127.0.0.1', {
      zh: '聊天在哪个地址上收消息',
      en: 'address the chat receives messages on',
    }),
    port: setting('port', listeningPort, '8081', {
      zh: '聊天的 UDP 端口',
      en: 'UDP port of the chat',
    }),
    book: setting('book', entries(address), addressBook, {
      zh: '通讯录：名字和地址，每行一个',
      en: 'address book: names and addresses, a line each',
    }),
  },
  echo: {
    enabled: setting('enabled', yesOrNo, 'yes', {
      zh: '是否提供回声服务',
      en: 'whether the echo is served',
    }),
    port: setting('port', listeningPort, '9999', {
      zh: '回声服务的 TCP 端口',
      en: 'TCP port of the echo server',
    }),
  },
};

/** What `--help` and the completion list, in the order of the table. */
export const settingDefinitions = definitionsOf(table);

type Sections = SettingsOf<typeof table>;
export interface Settings extends Omit<Sections, 'app'> {
  readonly language: Language;
}

export { SettingsError };

/**
 * Defaults, then settings.ini, then the environment, then flags: the later wins. Frozen all through.
 * @throws SettingsError with everything that is wrong, in all of them.
 */
export function readSettings(sources: SettingsSources): Settings {
  const { app, ...sections } = readTable(table, sources, {
    file: 'settings.ini',
    reservedVariables: ['APP_HOME', 'APP_PASSWORD', 'APP_NEW_PASSWORD', 'APP_SECRET_KEY'],
  });
  const language = app.language === 'auto' ? languageOfLocale(sources.env) : app.language;
  return Object.freeze({ language, ...sections });
}

/** The language before there are settings, or when they are wrong: what is asked for, if that is right, else the locale's. */
export function languageBeforeSettings({ env, flags }: Pick<SettingsSources, 'env' | 'flags'>): Language {
  const asked = flags.get('language') ?? env['APP_LANGUAGE'];
  return asked === 'zh' || asked === 'en' ? asked : languageOfLocale(env);
}

/** By the first of the locale's variables that is set, as POSIX orders them. */
export function languageOfLocale(env: SettingsSources['env']): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = env;
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}
