import { expect } from 'vitest';
import { type AppTable, readSettings, SettingsError, type SettingsFrom } from '#conf/settings.ts';

export interface Sources {
  readonly text?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string>>;
}

/** Reads the settings of a table as the app does. */
export class SettingsReader<T extends AppTable> {
  readonly #table: T;
  readonly #variables: readonly string[];

  /** @param variables see readSettings. */
  constructor(table: T, variables: readonly string[] = []) {
    this.#table = table;
    this.#variables = variables;
  }

  read({ text, env = {}, flags = {} }: Sources = {}): SettingsFrom<T> {
    return readSettings(this.#table, { text, env, flags: new Map(Object.entries(flags)) }, this.#variables);
  }

  errorOf(sources: Sources): SettingsError | undefined {
    try {
      this.read(sources);
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      expect(error.message).toBe(error.lines.map(({ en }) => en).join('\n'));
      return error;
    }
    return undefined;
  }

  /** In English. */
  problemsOf(sources: Sources): readonly string[] {
    return this.errorOf(sources)?.lines.map(({ en }) => en) ?? [];
  }

  /** Expects one problem, with the allowed values of the flag. */
  expectRefused(flag: string, value: string): void {
    const problems = this.problemsOf({ flags: { [flag]: value } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^--${flag}: .* it must be `));
  }
}

/** Texts that are no number within any bounds. */
export const badNumbers = [
  '',
  ' ',
  '-1',
  '+1',
  '1e3',
  '0x10',
  '１２',
  '²',
  '٣',
  '1_000',
  '1,000',
  '007',
  'NaN',
  'Infinity',
  '1n',
  '99999999999999999999',
];
