/** What a setting may be: how it is read from text, and how that is said to somebody who got it wrong. */
export interface Kind<T> {
  /** Completes the sentence "it must be ...". */
  readonly expected: string;
  /** @returns undefined for anything else than what is expected, to the letter. */
  parse(text: string): T | undefined;
}

export const oneOf = <const V extends string>(values: readonly V[]): Kind<V> => ({
  expected: `one of ${values.join(', ')}`,
  parse: (text) => values.find((value) => value === text),
});

/** Digits only: no sign, no exponent, no space, no leading zero, no other script's digits. Both limits are allowed. */
export const wholeNumber = ({
  min,
  max,
  unit,
}: {
  min: number;
  max: number;
  unit: string;
}): Kind<number> => ({
  expected: `a whole number of ${unit} from ${min} to ${max}`,
  parse(text) {
    if (!/^(?:0|[1-9]\d{0,14})$/.test(text)) return undefined;
    const value = Number(text);
    return value >= min && value <= max ? value : undefined;
  },
});

/** `5`, `0.5`, `12.25` as hundredths of a percent, so that no fraction of an amount is ever a float. Up to `max` percent. */
export const percentInBasisPoints = ({ max }: { max: number }): Kind<bigint> => ({
  expected: `a percentage from 0 to ${max} with at most two decimals`,
  parse(text) {
    const [, whole = '', decimals = ''] = /^(0|[1-9]\d{0,2})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
    if (whole === '') return undefined;
    const value = BigInt(whole + decimals.padEnd(2, '0'));
    return value <= BigInt(max) * 100n ? value : undefined;
  },
});
