import { isAbsolute } from 'node:path';
import { clean } from '#lib/text/clean.ts';
import { shorten } from '#lib/text/shorten.ts';
import type { Text } from '#lib/text/text.ts';

/** The kind of a setting: parses the text of a value, and describes the valid values. */
export interface Kind<T> {
  /** Completes the sentences "it must be ..." and 请改为……. */
  readonly expected: Text;
  /** The placeholder of a value in `--help`, such as `SECONDS`. Default: the last word of the name of the setting. */
  readonly valueWord?: string;
  /** @returns undefined for every text that does not exactly match what is expected. */
  parse(text: string): T | undefined;
  /** True for a value of several entries. Without an indent, a line of it looks like a setting of its own. */
  readonly hasEntries?: true;
  /** @returns the exact problem of a refused text, and the remedy; undefined where `expected` explains enough. */
  explain?(text: string): Text | undefined;
}

const shownCharsMax = 60;

/** @returns a value shortened to 60 characters, for an error sentence. */
export const shown = (text: string): string => shorten(text, shownCharsMax);

export const oneOf = <const V extends string>(values: readonly V[]): Kind<V> => ({
  expected: { zh: `${values.join('、')} 之一`, en: `one of ${values.join(', ')}` },
  parse: (text) => values.find((value) => value === text),
});

export const yesOrNo: Kind<boolean> = {
  valueWord: 'yes|no',
  expected: { zh: 'yes（是）或 no（否）', en: 'yes or no' },
  parse: (text) => (text === 'yes' ? true : text === 'no' ? false : undefined),
};

/** An absolute path, because the working directory of a service is arbitrary; or empty, for the default folder. */
export const folderOrNothing: Kind<string> = {
  valueWord: 'FOLDER',
  expected: { zh: '文件夹的绝对路径，或留空', en: 'the absolute path of a folder, or nothing' },
  parse: (text) => (text === '' || (isAbsolute(text) && clean(text) === text) ? text : undefined),
};

export interface Unit extends Text {
  /** As in `Kind`. Default: COUNT. */
  readonly valueWord?: string;
}

/** ASCII digits only: no sign, exponent, space or leading zero. `min` and `max` are valid values. */
export const wholeNumber = ({ min, max, unit }: { min: number; max: number; unit: Unit }): Kind<number> => ({
  valueWord: unit.valueWord ?? 'COUNT',
  expected: {
    zh: `${min} 到 ${max} 的整数（单位：${unit.zh}）`,
    en: `a whole number of ${unit.en} from ${min} to ${max}`,
  },
  parse(text) {
    if (!/^(?:0|[1-9]\d{0,14})$/.test(text)) return undefined;
    const value = Number(text);
    return value >= min && value <= max ? value : undefined;
  },
});

/** `5`, `0.5`, `12.25` in basis points (0.01 %), so that a percentage is never a float. @param max in percent, included. */
export const percentInBasisPoints = ({ max }: { max: number }): Kind<bigint> => ({
  valueWord: 'PERCENT',
  expected: {
    zh: `0 到 ${max} 的百分数（最多两位小数）`,
    en: `a percentage from 0 to ${max} with at most two decimals`,
  },
  parse(text) {
    const [, whole = '', decimals = ''] = /^(0|[1-9]\d{0,2})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
    if (whole === '') return undefined;
    const value = BigInt(whole + decimals.padEnd(2, '0'));
    return value <= BigInt(max) * 100n ? value : undefined;
  },
});
