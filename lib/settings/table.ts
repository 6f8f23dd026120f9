import type { Language, Text } from '#lib/text/text.ts';
import type { Kind } from './kind.ts';

/** One line of the table. */
export interface Setting<T> {
  /** Its name in the file. The environment variable and the flag follow from it. */
  readonly key: string;
  readonly kind: Kind<T>;
  /** As it is written in the file. */
  readonly default: string;
  readonly summary: Text;
  /** Further lines above it in the file, with examples and warnings. */
  readonly notes?: Notes;
}

/** Lines, without the sign of a comment. */
export type Notes = Readonly<Record<Language, readonly string[]>>;

/** Section -> property of the settings object -> setting. */
export type SettingsTable = Readonly<Record<string, Readonly<Record<string, Setting<unknown>>>>>;

/** What the table makes: the same sections and properties, with values. */
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

/** A setting with all its names: `[log] file_level`, `<prefix>LOG_FILE_LEVEL`, `--log-file-level`. */
export interface SettingDefinition extends Setting<unknown> {
  readonly section: string;
  readonly property: string;
  readonly variable: string;
  /** Without the dashes. */
  readonly flag: string;
}

/** The settings of this section are the app's own: their names go without it. */
const unnamedSection = 'app';

/** @param variablePrefix begins the name of every environment variable, such as `MY_`. */
export function definitionsOf(table: SettingsTable, variablePrefix: string): readonly SettingDefinition[] {
  return Object.entries(table).flatMap(([section, settings]) =>
    Object.entries(settings).map(([property, one]) => {
      const name = section === unnamedSection ? one.key : `${section}_${one.key}`;
      const flag = name.replaceAll('_', '-');
      return { ...one, section, property, variable: variablePrefix + name.toUpperCase(), flag };
    }),
  );
}
