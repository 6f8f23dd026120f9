import { appSections, sections } from '#bin/parts/settings.ts';
import { settingDefinitionsOf } from '#conf/settings.ts';
import type { Flag } from '#core/cli/arguments.ts';
import type { SettingsTable } from '#lib/settings/table.ts';

/** The settings of a table, as flags. */
export const settingFlagsOf = (table: SettingsTable): readonly Flag[] =>
  settingDefinitionsOf(table).map(({ flag, kind: { valueWord }, summary }) => ({
    name: flag,
    takesValue: true,
    valueWord,
    summary,
  }));

/** Every setting, as a flag: what each program takes, and the server lists. */
export const settingFlags = settingFlagsOf(sections);

/** What start.js lists in its help and its completion. */
export const appSettingFlags = settingFlagsOf(appSections);
