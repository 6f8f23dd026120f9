import { appSections, sections } from '#bin/parts/settings.ts';
import { settingDefinitionsOf } from '#conf/settings.ts';
import type { Flag } from '#core/cli/arguments.ts';
import type { SettingsTable } from '#lib/settings/table.ts';

/** The command line's flags for the settings of a table. */
export const settingFlagsOf = (table: SettingsTable): readonly Flag[] =>
  settingDefinitionsOf(table).map(({ flag, kind: { valueWord }, summary }) => ({
    name: flag,
    takesValue: true,
    valueWord,
    summary,
  }));

/** Flags for all settings. Every program accepts them, and the help of the server lists them. */
export const settingFlags = settingFlagsOf(sections);

/** The flags that the help and the completion of start.js list. */
export const appSettingFlags = settingFlagsOf(appSections);
