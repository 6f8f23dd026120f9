import type { Level } from '#lib/logger/logger.ts';
import { oneOf, wholeNumber } from '#lib/settings/kind.ts';
import { setting } from '#lib/settings/table.ts';
import { dayInSeconds, seconds } from './units.ts';

const levels = ['debug', 'info', 'warning', 'error', 'critical'] as const satisfies readonly Level[];

const app = {
  language: setting(
    'language',
    oneOf(['auto', 'zh', 'en']),
    'auto',
    {
      zh: '界面语言，auto 跟随系统',
      en: 'language of the app, auto follows the system',
    },
    {
      zh: [
        'auto：LC_ALL、LC_MESSAGES、LANG 中第一个已设置的变量（Windows 上没有时看系统语言）以 zh 开头时用中文，否则用英文',
      ],
      en: [
        'auto: Chinese if the first variable that is set of LC_ALL, LC_MESSAGES, LANG begins with zh, else English. Windows: its own language, if none is set',
      ],
    },
  ),
};

const log = {
  fileLevel: setting('file_level', oneOf(levels), 'debug', {
    zh: '写入日志文件的最低级别',
    en: 'lowest level written to the log file',
  }),
  screenLevel: setting('screen_level', oneOf(levels), 'warning', {
    zh: '显示在屏幕（标准错误）上的最低级别',
    en: 'lowest level shown on the screen (standard error)',
  }),
};

const session = {
  idleTimeoutSeconds: setting(
    'idle_timeout',
    wholeNumber({ min: 0, max: 365 * dayInSeconds, unit: seconds }),
    '0',
    {
      zh: '多少秒没有操作就结束会话，0 表示不限',
      en: 'seconds without a keystroke after which a session ends, 0 for never',
    },
    {
      zh: ['会话总时长由 config.ini 的 user_timeout 决定'],
      en: ['user_timeout in config.ini limits the whole session'],
    },
  ),
};

const users = {
  remoteRegistrations: setting(
    'remote_registrations',
    wholeNumber({ min: 0, max: 1_000_000, unit: { zh: '个', en: 'users' } }),
    '0',
    {
      zh: '每小时最多可以从别处（经服务器）注册多少个新用户，0 表示只能在本机注册',
      en: 'new users that clients of the server may register in an hour, 0 for only on this machine',
    },
  ),
};

const database = {
  busyTimeoutSeconds: setting('busy_timeout', wholeNumber({ min: 0, max: 3600, unit: seconds }), '30', {
    zh: '数据库被别的程序占用时最多等多少秒',
    en: 'seconds to wait while another program is writing to the database',
  }),
};

/** The settings sections of the skeleton: every combination of parts has them. */
export const skeleton = { app, log, session, users, database };
