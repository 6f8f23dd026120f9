import { iniTextOf } from '#lib/settings/ini-text.ts';
import { readTable, SettingsError, type SettingsSources } from '#lib/settings/read.ts';
import {
  definitionsOf,
  type SettingDefinition,
  type SettingsOf,
  type SettingsTable,
} from '#lib/settings/table.ts';
import type { Language } from '#lib/text/text.ts';
import { app, variable } from './app.ts';
import type { skeleton } from './settings/skeleton.ts';

export { SettingsError };

/** The settings sections of the skeleton and of the parts. */
export type AppTable = SettingsTable & typeof skeleton;

/** The settings that are read by a table: one property per section. `language`, with `auto` resolved, replaces `[app]`. */
export type SettingsFrom<T extends AppTable> = Omit<SettingsOf<T>, 'app'> & { readonly language: Language };

/** Environment variables of the skeleton that are not settings, without the prefix. */
const ownVariables = ['HOME', 'PASSWORD', 'NEW_PASSWORD'];

/**
 * Reads the defaults, then settings.ini, then the environment, then the flags; a later source overrides an earlier one.
 * @param variables environment variables of the parts that are not settings, without the prefix.
 * @returns the settings, deeply frozen.
 * @throws SettingsError that lists every problem of every source.
 */
export function readSettings<T extends AppTable>(
  table: T,
  sources: SettingsSources,
  variables: readonly string[] = [],
): SettingsFrom<T> {
  const values: SettingsOf<AppTable> = readTable(table, sources, {
    file: 'settings.ini',
    variablePrefix: app.variablePrefix,
    reservedVariables: [...ownVariables, ...variables].map(variable),
  });
  const { app: own, ...sections } = values;
  const language = own.language === 'auto' ? languageOfLocale(sources.env) : own.language;
  return Object.freeze({ language, ...sections }) as SettingsFrom<T>;
}

/** @returns the definitions of all settings in the order of the table, for `--help` and the completion. */
export const settingDefinitionsOf = (table: SettingsTable): readonly SettingDefinition[] =>
  definitionsOf(table, app.variablePrefix);

/** @returns the text of conf/settings.ini as the app ships it. */
export const settingsIniOf = (table: SettingsTable): string =>
  iniTextOf(settingDefinitionsOf(table), headOfIni);

const headOfIni = [
  '设置。去掉行首的分号即可修改；下面写的都是默认值。',
  'Settings. To change one, remove the semicolon before it; every value below is the default.',
  '',
  '同一设置也可用环境变量或命令行选项给出。命令行优先于环境变量，环境变量优先于本文件，例如：',
  'Environment variables override this file, and flags override environment variables, for example:',
  `    [app] language     ${variable('LANGUAGE')}=zh            --language zh`,
  `    [log] file_level   ${variable('LOG_FILE_LEVEL')}=info    --log-file-level info`,
];

/**
 * The language of messages before the settings are read, or when the settings are wrong. The flag decides, then the
 * variable, then the locale. The locale also decides when the value is not a language.
 */
export function languageBeforeSettings({ env, flags }: Pick<SettingsSources, 'env' | 'flags'>): Language {
  const asked = flags.get('language') ?? env[variable('LANGUAGE')];
  return asked === 'zh' || asked === 'en' ? asked : languageOfLocale(env);
}

/** The first variable that is set decides. The order is that of POSIX.1-2017, Base Definitions, section 8.2. */
export function languageOfLocale(env: SettingsSources['env'], ofSystem = localeOfWindows): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = env;
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || ofSystem()) ? 'zh' : 'en';
}

/** Windows sets none of the variables. Elsewhere a missing one means the language C, and `Intl` takes 5 ms to load. */
const localeOfWindows = (): string =>
  process.platform === 'win32' ? Intl.DateTimeFormat().resolvedOptions().locale : '';
