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

/** The sections of the skeleton, and those of the parts. */
export type AppTable = SettingsTable & typeof skeleton;

/** What a table becomes: a property per section; of `[app]` only the language, which is decided. */
export type SettingsFrom<T extends AppTable> = Omit<SettingsOf<T>, 'app'> & { readonly language: Language };

/** What the skeleton reads besides the settings. */
const ownVariables = ['HOME', 'PASSWORD', 'NEW_PASSWORD'];

/**
 * Defaults, then settings.ini, then the environment, then flags: the later wins. Frozen all through.
 * @param variables environment variables of parts that are no settings, without the prefix.
 * @throws SettingsError with everything that is wrong, in all of them.
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

/** What `--help` and the completion list, in the order of the table. */
export const settingDefinitionsOf = (table: SettingsTable): readonly SettingDefinition[] =>
  definitionsOf(table, app.variablePrefix);

/** conf/settings.ini as it is shipped: made from the table. */
export const settingsIniOf = (table: SettingsTable): string =>
  iniTextOf(settingDefinitionsOf(table), headOfIni);

const headOfIni = [
  '设置。去掉行首的分号即可修改；下面写的都是默认值。',
  'Settings. Remove a semicolon to change one; every value below is the default.',
  '',
  '同一设置也可用环境变量或命令行给出，后者优先，例如：',
  'The same as environment variables or flags, which win over this file, for example:',
  `    [app] language     ${variable('LANGUAGE')}=zh            --language zh`,
  `    [log] file_level   ${variable('LOG_FILE_LEVEL')}=info    --log-file-level info`,
];

/** The language before there are settings, or when they are wrong: what is asked for, if that is right, else the locale's. */
export function languageBeforeSettings({ env, flags }: Pick<SettingsSources, 'env' | 'flags'>): Language {
  const asked = flags.get('language') ?? env[variable('LANGUAGE')];
  return asked === 'zh' || asked === 'en' ? asked : languageOfLocale(env);
}

/** By the first of the locale's variables that is set, as POSIX orders them. */
export function languageOfLocale(env: SettingsSources['env']): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = env;
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}
