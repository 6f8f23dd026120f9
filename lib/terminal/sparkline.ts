const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const top = BigInt(bars.length - 1);

/**
 * @returns one bar per value; the lowest bar is the smallest value, the highest the largest. With more values than `width`
 * columns, each bar is the last value of a group, such as the one at the end of a period. Equal values give a line in
 * the middle.
 */
export function sparkline(values: readonly bigint[], width: number): string {
  const shown = sample(values, width);
  const [first] = shown;
  if (first === undefined) return '';
  let [low, high] = [first, first];
  for (const value of shown) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high - low;
  const levelOf = (value: bigint) => (range === 0n ? 3 : Number(((value - low) * top + range / 2n) / range));
  return shown.map((value) => bars[levelOf(value)]).join('');
}

function sample(values: readonly bigint[], width: number): readonly bigint[] {
  if (values.length <= width) return values;
  return Array.from({ length: Math.max(0, Math.floor(width)) }, (_, index) => {
    const last = Math.floor(((index + 1) * values.length) / width) - 1;
    return values[last] as bigint;
  });
}
