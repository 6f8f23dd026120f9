import { isAbsolute } from 'node:path';
import { clean } from '#lib/text/clean.ts';
import { shorten } from '#lib/text/shorten.ts';
import type { Text } from '#lib/text/text.ts';

/** What a setting may be: how it is read from text, and the sentence about a wrong value. */
export interface Kind<T> {
  /** Completes the sentence "it must be ...", 请改为……. */
  readonly expected: Text;
  /** What the help of a command line writes for a value, such as `SECONDS`; left out, the last word of the setting's name. */
  readonly valueWord?: string;
  /** @returns undefined for anything else than what is expected, to the letter. */
  parse(text: string): T | undefined;
  /** Its lines look like settings of their own when they are not indented. */
  readonly hasEntries?: true;
  /** What exactly is wrong with a text that `parse` refuses, and the remedy, where `expected` alone would not tell. */
  explain?(text: string): Text | undefined;
}

const shownCharsMax = 60;

/** A value as a sentence about it repeats it. */
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

/** Absolute, because a service has no folder of its own to begin at; or nothing, for the default folder. */
export const folderOrNothing: Kind<string> = {
  valueWord: 'FOLDER',
  expected: { zh: '文件夹的绝对路径，或留空', en: 'the absolute path of a folder, or nothing' },
  parse: (text) => (text === '' || (isAbsolute(text) && clean(text) === text) ? text : undefined),
};

export interface Unit extends Text {
  /** As in Kind; left out: COUNT. */
  readonly valueWord?: string;
}

/** Digits only: no sign, no exponent, no space, no leading zero, no other script's digits. Both limits are allowed. */
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

/** `5`, `0.5`, `12.25` as hundredths of a percent, so that no fraction of an amount is ever a float. Up to `max` percent. */
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
