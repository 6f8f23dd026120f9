import { ConfigurationError, type Problem } from '#lib/configuration-error.ts';
import { decodeIni } from '#lib/ini/decode.ts';
import { type IniDocument, type IniOption, parseIni } from '#lib/ini/parse.ts';
import { IniError, type IniReason, problemIn } from '#lib/ini/problem.ts';
import { suggest } from '#lib/text/suggest.ts';
import type { Text } from '#lib/text/text.ts';
import {
  badValue,
  noSuchSetting,
  settingInDefault,
  unindented,
  unknownKey,
  unknownSection,
} from './complaints.ts';
import { definitionsOf, type SettingDefinition, type SettingsOf, type SettingsTable } from './table.ts';

/** The sources in rising order of precedence. A later source overrides an earlier one, but every source must be valid. */
export interface SettingsSources {
  /** The content of the file; undefined when there is no file. */
  readonly text: string | Uint8Array | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values by the name of the flag, without the dashes. */
  readonly flags: ReadonlyMap<string, string>;
}
export interface SettingsNames {
  /** The name of the file in messages. */
  readonly file: string;
  /** The prefix of every environment variable of the app, such as `MY_`. */
  readonly variablePrefix: string;
  /** Environment variables that the app reads, but that are not settings. */
  readonly reservedVariables: readonly string[];
}

export type SettingsReason = IniReason | 'unknown_section' | 'unknown_setting' | 'in_default' | 'bad_value';

/** The location is `file.ini:12`, a variable's name or `--flag`. */
export interface SettingsProblem extends Problem {
  readonly reason: SettingsReason;
}

/** Lists all problems of the settings in all sources. */
export class SettingsError extends ConfigurationError {
  override readonly name = 'SettingsError';
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    super(problems);
    this.problems = problems;
  }
}

/** @returns the sections and properties of the table with their values, frozen. @throws SettingsError with all problems. */
export function readTable<T extends SettingsTable>(
  table: T,
  sources: SettingsSources,
  names: SettingsNames,
): SettingsOf<T> {
  const reader = new Reader(definitionsOf(table, names.variablePrefix), names);
  reader.readFile(sources.text);
  reader.readVariables(sources.env);
  reader.readFlags(sources.flags);
  return reader.finish() as SettingsOf<T>;
}

class Reader {
  readonly #definitions: readonly SettingDefinition[];
  readonly #names: SettingsNames;
  readonly #values = new Map<SettingDefinition, unknown>();
  readonly #problems: SettingsProblem[] = [];

  constructor(definitions: readonly SettingDefinition[], names: SettingsNames) {
    this.#definitions = definitions;
    this.#names = names;
    for (const definition of definitions) this.#take(definition, definition.default, 'the default');
    if (this.#problems.length > 0)
      throw new Error(`the table is wrong: ${new SettingsError(this.#problems).message}`);
  }

  readFile(text: string | Uint8Array | undefined): void {
    const { defaults, sections } = this.#parse(text ?? '');
    for (const option of defaults.own.values()) this.#refuseDefault(option);
    const known = new Set(this.#definitions.map(({ section }) => section));
    for (const { name, line, own } of sections.values()) {
      if (known.has(name)) for (const option of own.values()) this.#readOption(name, option);
      else this.#refuse(this.#location(line), 'unknown_section', unknownSection(name, suggest(name, known)));
    }
  }

  readVariables(env: SettingsSources['env']): void {
    const { variablePrefix, reservedVariables } = this.#names;
    const known = [...this.#definitions.map(({ variable }) => variable), ...reservedVariables];
    const words = known.map((variable) => variable.slice(variablePrefix.length));
    for (const [name, value] of Object.entries(env)) {
      if (!name.startsWith(variablePrefix) || value === undefined) continue;
      const definition = this.#definitions.find(({ variable }) => variable === name);
      if (definition) this.#take(definition, value, name);
      if (known.includes(name)) continue;
      // Other programs may use the same prefix, so an unknown name is refused only when it resembles a known one.
      const closest = suggest(name.slice(variablePrefix.length), words);
      if (closest !== undefined)
        this.#refuse(name, 'unknown_setting', noSuchSetting(variablePrefix + closest));
    }
  }

  readFlags(flags: SettingsSources['flags']): void {
    for (const [name, value] of flags) {
      const definition = this.#definitions.find(({ flag }) => flag === name);
      if (definition) this.#take(definition, value, `--${name}`);
      else {
        const closest = suggest(
          name,
          this.#definitions.map(({ flag }) => flag),
        );
        this.#refuse(`--${name}`, 'unknown_setting', noSuchSetting(closest && `--${closest}`));
      }
    }
  }

  finish(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    if (this.#problems.length > 0) throw new SettingsError(this.#problems);
    const sections: Record<string, Record<string, unknown>> = {};
    for (const [{ section, property }, value] of this.#values) {
      sections[section] = { ...sections[section], [property]: value };
    }
    for (const section of Object.values(sections)) Object.freeze(section);
    return Object.freeze(sections);
  }

  #parse(text: string | Uint8Array): IniDocument {
    try {
      return parseIni(typeof text === 'string' ? text : decodeIni(text));
    } catch (error) {
      if (!(error instanceof IniError)) throw error;
      for (const problem of error.problems)
        this.#problems.push({ ...problemIn(this.#names.file, problem), reason: problem.reason });
      return parseIni('');
    }
  }

  #readOption(section: string, { key, value, line }: IniOption): void {
    const inSection = this.#definitions.filter((definition) => definition.section === section);
    const definition = inSection.find((one) => one.key === key);
    if (definition) this.#take(definition, value, this.#location(line));
    else this.#refuse(this.#location(line), 'unknown_setting', this.#unknown(section, key, inSection));
  }

  #unknown(section: string, key: string, inSection: readonly SettingDefinition[]): Text {
    const keys = inSection.map((one) => one.key);
    const meant = suggest(key, keys) ?? this.#home(key);
    const owner = inSection.find(({ kind }) => kind.hasEntries);
    if (meant === undefined && owner !== undefined) return unindented(section, key, owner.key);
    return unknownKey(section, key, meant);
  }

  #refuseDefault({ key, line }: IniOption): void {
    this.#refuse(this.#location(line), 'in_default', settingInDefault(key, this.#home(key)));
  }

  /** @returns the section and the key of a setting, such as `[log] file_level`. */
  #home(key: string): string | undefined {
    const owner = this.#definitions.find((definition) => definition.key === key);
    return owner && `[${owner.section}] ${key}`;
  }

  #take(definition: SettingDefinition, text: string, location: string): void {
    const value = definition.kind.parse(text);
    if (value !== undefined) this.#values.set(definition, value);
    else this.#refuse(location, 'bad_value', badValue(definition, text));
  }

  #refuse(location: string, reason: SettingsReason, sentence: Text): void {
    this.#problems.push({ location, reason, sentence });
  }

  #location(line: number): string {
    return `${this.#names.file}:${line}`;
  }
}
