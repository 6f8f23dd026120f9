import { settingDefinitions } from '#conf/settings.ts';
import type { Flag } from '#core/cli/arguments.ts';

/** Every setting, as a flag. */
export const settingFlags: readonly Flag[] = settingDefinitions.map(({ flag, summary }) => ({
  name: flag,
  takesValue: true,
  summary,
}));
