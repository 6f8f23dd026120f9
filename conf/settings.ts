import type { Level } from '#lib/logger/logger.ts';
import { oneOf, percentInBasisPoints, wholeNumber } from '#lib/settings/kind.ts';
import { readTable, SettingsError, type SettingsSources } from '#lib/settings/read.ts';
import { definitionsOf, type SettingsOf, setting } from '#lib/settings/table.ts';
import type { Language, Text } from '#lib/text/text.ts';

const dayInSeconds = 24 * 60 * 60;
const seconds: Text = { zh: '秒', en: 'seconds' };
const levels = ['debug', 'info', 'warning', 'error', 'critical'] as const satisfies readonly Level[];

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
