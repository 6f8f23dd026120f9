import { settingDefinitions } from '#conf/settings.ts';
import type { Flag } from '#core/cli/arguments.ts';

const flagsOf = (definitions: typeof settingDefinitions): readonly Flag[] =>
  definitions.map(({ flag, summary }) => ({ name: flag, takesValue: true, summary }));

const serverSections = new Set(['server', 'files', 'exec', 'time', 'echo']);

/** Every setting, as a flag: what each program takes, and the server lists. */
export const settingFlags = flagsOf(settingDefinitions);

/** What the console lists in its help and its completion. */
export const consoleSettingFlags = flagsOf(
  settingDefinitions.filter(({ section }) => !serverSections.has(section)),
);
