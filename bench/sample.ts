/** @param at 0.5 for the median. */
export function quantile(values: readonly number[], at = 0.5): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(at * (sorted.length - 1))] ?? Number.NaN;
}

/** `41.2 ms (40.1–43.0)`: the median, and the range of the middle half. */
export const milliseconds = (values: readonly number[]): string =>
  `${quantile(values).toFixed(1)} ms (${quantile(values, 0.25).toFixed(1)}–${quantile(values, 0.75).toFixed(1)})`;

/** Compared round by round, since over the whole run the machine changes more than the two differ. */
export const ratioOf = (values: readonly number[], base: readonly number[]): string =>
  quantile(values.map((value, round) => value / (base[round] ?? Number.NaN))).toFixed(2);
