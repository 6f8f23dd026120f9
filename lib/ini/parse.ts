import { readThroughIni } from './dialect.ts';
import { IniError } from './problem.ts';
import { defaultSection, type ScannedOption, type ScannedSection, scanIni } from './scan.ts';

/** Half-open, in UTF-16 units of the parsed text. */
export interface IniRange {
  readonly start: number;
  readonly end: number;
}
/** The range covers the raw value, from its first to its last character, over all its lines. */
export interface IniOption extends IniRange {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}
/** The range starts at the line of the header and ends before the line of the next header. */
export interface IniSection extends IniRange {
  readonly name: string;
  readonly line: number;
  /** The options of this section, without those of `[DEFAULT]`. */
  readonly own: ReadonlyMap<string, IniOption>;
  /** @param key in lower case. @returns the option of this section, or else that of `[DEFAULT]`. */
  get(key: string): IniOption | undefined;
}
export interface IniDocument {
  readonly defaults: { readonly ranges: readonly IniRange[]; readonly own: ReadonlyMap<string, IniOption> };
  /** All sections except `[DEFAULT]`, in the order of the file. Names keep their case. Every name is allowed, even `__proto__`. */
  readonly sections: ReadonlyMap<string, IniSection>;
}

/**
 * Parses a file by the rules of Python's `configparser.ConfigParser(interpolation=None)`.
 * https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 * @throws IniError with every problem of the file; no other error.
 */
export function parseIni(text: string): IniDocument {
  const { sections: scanned, problems } = scanIni(text);
  if (problems.length > 0) throw new IniError(problems);
  const defaultOptions = scanned.filter(({ name }) => name === defaultSection);
  const defaults = defaultOptions[0]?.options ?? new Map<string, ScannedOption>();
  const others = scanned.filter(({ name }) => name !== defaultSection);
  readThroughIni([defaults, ...others.map(({ options }) => options)]);
  return {
    defaults: { ranges: defaultOptions.map(({ start, end }) => ({ start, end })), own: defaults },
    sections: new Map(others.map((section) => [section.name, new Section(section, defaults)])),
  };
}

class Section implements IniSection {
  readonly name: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly own: ReadonlyMap<string, IniOption>;
  readonly #defaults: ReadonlyMap<string, IniOption>;

  constructor({ name, line, start, end, options }: ScannedSection, defaults: ReadonlyMap<string, IniOption>) {
    this.name = name;
    this.line = line;
    this.start = start;
    this.end = end;
    this.own = options;
    this.#defaults = defaults;
  }

  get(key: string): IniOption | undefined {
    return this.own.get(key) ?? this.#defaults.get(key);
  }
}
