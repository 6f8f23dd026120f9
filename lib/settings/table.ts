import type { Language, Text } from '#lib/text/text.ts';
import type { Kind } from './kind.ts';

/** One setting of the table. */
export interface Setting<T> {
  /** The name in the file. The names of the environment variable and the flag are derived from it. */
  readonly key: string;
  readonly kind: Kind<T>;
  /** The default value, as text of the file. */
  readonly default: string;
  readonly summary: Text;
  /** Further comment lines above the setting in the file: examples and warnings. */
  readonly notes?: Notes;
}

/** Lines of a comment, without the comment sign. */
export type Notes = Readonly<Record<Language, readonly string[]>>;

/** Section -> property of the settings object -> setting. */
export type SettingsTable = Readonly<Record<string, Readonly<Record<string, Setting<unknown>>>>>;

/** The settings of a table: the same sections and properties, with values. */
export type SettingsOf<T extends SettingsTable> = {
  readonly [Section in keyof T]: {
    readonly [Property in keyof T[Section]]: T[Section][Property] extends Setting<infer Value>
      ? Value
      : never;
  };
};

export const setting = <T>(
  key: string,
  kind: Kind<T>,
  fallback: string,
  summary: Setting<T>['summary'],
  notes?: Notes,
): Setting<T> => ({
  key,
  kind,
  default: fallback,
  summary,
  ...(notes !== undefined && { notes }),
});

/** A setting with its names: `[log] file_level`, `<prefix>LOG_FILE_LEVEL`, `--log-file-level`. */
export interface SettingDefinition extends Setting<unknown> {
  readonly section: string;
  readonly property: string;
  readonly variable: string;
  /** Without the dashes. */
  readonly flag: string;
}

/** The variables and flags of this section have no section name in them. */
const unnamedSection = 'app';

/** @param variablePrefix the prefix of every environment variable, such as `MY_`. */
export function definitionsOf(table: SettingsTable, variablePrefix: string): readonly SettingDefinition[] {
  return Object.entries(table).flatMap(([section, settings]) =>
    Object.entries(settings).map(([property, one]) => {
      const name = section === unnamedSection ? one.key : `${section}_${one.key}`;
      const flag = name.replaceAll('_', '-');
      return { ...one, section, property, variable: variablePrefix + name.toUpperCase(), flag };
    }),
  );
}
