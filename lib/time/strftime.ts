import { zoneAbbreviation } from './zone-abbreviation.ts';

export interface StrftimeLimits {
  /** Size limit of the format in UTF-8. Default: 1,024. */
  readonly formatBytesMax?: number;
  /** Size limit of the result in UTF-8. Default: 4,096. */
  readonly resultBytesMax?: number;
}

export type StrftimeProblem =
  /** Such as `%Q`. For a directive with a flag, a width or a modifier (`%-d`, `%5Y`, `%Ey`) the first two characters. */
  | { readonly reason: 'unknown_directive'; readonly directive: string }
  /** A single % at the end of the format. */
  | { readonly reason: 'lone_percent' }
  /** A NUL ends a string in C, and Python refuses it. */
  | { readonly reason: 'nul_character' }
  | { readonly reason: 'format_too_long' | 'result_too_long'; readonly bytesMax: number };

export type Strftime = { readonly text: string } | { readonly problem: StrftimeProblem };

/**
 * Formats the local time as Python's `time.strftime` does in the C locale, for the years 1000 to 9999. It supports all
 * directives of C89, those of C99 (%C %D %e %F %g %G %h %n %r %R %t %T %u %V %z) and glibc's %k %l %P %s, which every
 * Python program on Linux has. Flags, widths and the modifiers E and O are not supported. Directives that glibc copies
 * unchanged (`%Q`, a single % at the end) are problems here, because other systems report an error for them.
 */
export function strftime(
  format: string,
  date: Date,
  { formatBytesMax = 1024, resultBytesMax = 4096 }: StrftimeLimits = {},
): Strftime {
  if (Buffer.byteLength(format) > formatBytesMax)
    return { problem: { reason: 'format_too_long', bytesMax: formatBytesMax } };
  if (format.includes('\0')) return { problem: { reason: 'nul_character' } };
  let text = '';
  let bytes = 0;
  for (const [piece, letter] of format.matchAll(/%(.?)|[^%]+/gsu)) {
    if (letter === '') return { problem: { reason: 'lone_percent' } };
    const part = letter === undefined ? piece : directive(letter, date);
    if (part === undefined) return { problem: { reason: 'unknown_directive', directive: piece } };
    bytes += Buffer.byteLength(part);
    if (bytes > resultBytesMax) return { problem: { reason: 'result_too_long', bytesMax: resultBytesMax } };
    text += part;
  }
  return { text };
}

const directive = (letter: string, date: Date): string | undefined =>
  fields[letter]?.(date) ??
  shorthands[letter]?.replaceAll(/%(.)/g, (_, inner: string) => fields[inner]?.(date) ?? '');

/** Directives that are abbreviations of others. */
const shorthands: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

const fields: Readonly<Record<string, (date: Date) => string>> = {
  a: (date) => dayName(date).slice(0, 3),
  A: (date) => dayName(date),
  b: (date) => monthName(date).slice(0, 3),
  B: (date) => monthName(date),
  C: (date) => zeros(Math.floor(date.getFullYear() / 100)),
  d: (date) => zeros(date.getDate()),
  e: (date) => blanks(date.getDate()),
  g: (date) => zeros(isoWeek(date).year % 100),
  G: (date) => String(isoWeek(date).year),
  h: (date) => monthName(date).slice(0, 3),
  H: (date) => zeros(date.getHours()),
  I: (date) => zeros(hourOfTwelve(date)),
  j: (date) => zeros(dayOfYear(date) + 1, 3),
  k: (date) => blanks(date.getHours()),
  l: (date) => blanks(hourOfTwelve(date)),
  m: (date) => zeros(date.getMonth() + 1),
  M: (date) => zeros(date.getMinutes()),
  n: () => '\n',
  p: (date) => (date.getHours() < 12 ? 'AM' : 'PM'),
  P: (date) => (date.getHours() < 12 ? 'am' : 'pm'),
  s: (date) => String(Math.floor(date.getTime() / 1000)),
  S: (date) => zeros(date.getSeconds()),
  t: () => '\t',
  u: (date) => String(daysSinceMonday(date) + 1),
  U: (date) => zeros(weekOfYear(date, date.getDay())),
  V: (date) => zeros(isoWeek(date).week),
  w: (date) => String(date.getDay()),
  W: (date) => zeros(weekOfYear(date, daysSinceMonday(date))),
  y: (date) => zeros(date.getFullYear() % 100),
  Y: (date) => String(date.getFullYear()),
  z: (date) => offset(-date.getTimezoneOffset()),
  Z: (date) => zoneAbbreviation(date),
  '%': () => '%',
};

const zeros = (value: number, digits = 2): string => String(value).padStart(digits, '0');
const blanks = (value: number): string => String(value).padStart(2);

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const dayName = (date: Date): string => dayNames[date.getDay()] ?? '';
const monthName = (date: Date): string => monthNames[date.getMonth()] ?? '';

const hourOfTwelve = (date: Date): number => date.getHours() % 12 || 12;
const daysSinceMonday = (date: Date): number => (date.getDay() + 6) % 7;

const dayMs = 24 * 60 * 60 * 1000;
// In UTC, where all days have the same length.
const dayNumber = (year: number, month: number, day: number): number => Date.UTC(year, month, day) / dayMs;

/** 0 for the first of January. */
const dayOfYear = (date: Date): number =>
  dayNumber(date.getFullYear(), date.getMonth(), date.getDate()) - dayNumber(date.getFullYear(), 0, 1);

/** Week 1 begins with the first Sunday or Monday of the year. The days before it are in week 0. */
const weekOfYear = (date: Date, daysSinceWeekBegan: number): number =>
  Math.floor((dayOfYear(date) + 7 - daysSinceWeekBegan) / 7);

/** A week of ISO 8601 belongs to the year that contains its Thursday. */
function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = dayOfYear(date) - daysSinceMonday(date) + 3;
  const first = dayNumber(date.getFullYear(), 0, 1);
  const year = new Date((first + thursday) * dayMs).getUTCFullYear();
  return { year, week: Math.floor((first + thursday - dayNumber(year, 0, 1)) / 7) + 1 };
}

const offset = (minutes: number): string =>
  `${minutes < 0 ? '-' : '+'}${zeros(Math.floor(Math.abs(minutes) / 60))}${zeros(Math.abs(minutes) % 60)}`;
