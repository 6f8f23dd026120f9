import type { TimeRange } from '#db/bank/journal.ts';

/** The month `YYYY-MM` in the machine's own time zone, or undefined when the text is none. */
export function monthRange(month: string): TimeRange | undefined {
  const [, year, number] = /^([0-9]{4})-(0[1-9]|1[0-2])$/.exec(month)?.map(Number) ?? [];
  // Date takes the years 0 to 99 for 1900 to 1999.
  if (year === undefined || number === undefined || year < 1970) return undefined;
  return { fromMs: new Date(year, number - 1).getTime(), toMs: new Date(year, number).getTime() };
}
