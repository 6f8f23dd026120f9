import { readThroughIni } from './dialect.ts';
import { IniError } from './problem.ts';
import { defaultSection, type ScannedOption, type ScannedSection, scanIni } from './scan.ts';

/** Half open, in UTF-16 units of the text that was parsed. */
export interface IniRange {
  readonly start: number;
  readonly end: number;
}
/** The range is the raw value's: from its first character to its last, over all its lines. */
export interface IniOption extends IniRange {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}
/** The range goes from the header's line to the next header's. */
export interface IniSection extends IniRange {
  readonly name: string;
  readonly line: number;
  /** Without what `[DEFAULT]` lends. */
  readonly own: ReadonlyMap<string, IniOption>;
  /** The section's own option, else the one of `[DEFAULT]`. Keys are lower case. */
  get(key: string): IniOption | undefined;
}
export interface IniDocument {
  readonly defaults: { readonly ranges: readonly IniRange[]; readonly own: ReadonlyMap<string, IniOption> };
  /** All but `[DEFAULT]`, in the order of the file. Names keep their case, and any name is a name (`__proto__` too). */
  readonly sections: ReadonlyMap<string, IniSection>;
}

/**
 * Gives a file the meaning that Python's `configparser.ConfigParser(interpolation=None)` gives it, or refuses it.
 * @throws IniError with every problem of the file, and nothing else.
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
