/**
 * Makes untrusted text safe to show or log. Characters that could move the cursor, break a line, change the reading
 * direction or stay invisible become U+FFFD, a visible mark, so that "ad<hidden>min" never reads as "admin".
 */

const forbidden =
  '\\p{Cc}' + // C0, DEL, C1: with ESC, the start of every escape sequence
  '\\p{Cs}' + // lone surrogates
  '\\u2028\\u2029' + // line and paragraph separator
  '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069' + // bidirectional controls
  '\\u00ad\\u034f\\u180b-\\u180f\\u200b-\\u200d\\u2060-\\u2065\\u206a-\\u206f\\ufe00-\\ufe0f\\ufeff\\ufff9-\\ufffb' + // no width
  '\\u115f\\u1160\\u17b4\\u17b5\\u3164\\uffa0' + // fillers: invisible letters
  '\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}'; // formats, tags, further variation selectors

/**
 * An emoji of several characters keeps its joiners, selectors and tags.
 * (\p{RGI_Emoji} would be exact, but takes 15 ms to compile, a third of the time to the first prompt.)
 */
const emoji =
  '\\u{1f3f4}[\\u{e0030}-\\u{e007a}]{3,6}\\u{e007f}|[\\d#*]\\ufe0f\\u20e3' +
  '|\\p{ExtPict}[\\ufe0f\\p{EMod}]?(?:\\u200d\\p{ExtPict}[\\ufe0f\\p{EMod}]?)*';

/** Scripts whose words can contain the zero-width joiner and non-joiner. */
const joining =
  '[\\p{scx=Arab}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}]';

const suspicious = new RegExp(`[${forbidden}]`, 'u');
const suspiciousInLines = new RegExp(`(?![\\n\\t])[${forbidden}]`, 'u');
/** Compiled at the first use. */
let harmful: RegExp | undefined;
const harmfulPattern = (): RegExp => {
  harmful ??= new RegExp(
    `(?<kept>${emoji}|(?<=${joining})[\\u200c\\u200d](?=${joining}))|[${forbidden}]`,
    'gu',
  );
  return harmful;
};
const esc = '\x1b';
const colour = new RegExp(`(${esc}\\[[\\d;]{0,32}m)`);

export interface CleanOptions {
  /** Keeps line feeds and tabs, and converts CR LF to LF. */
  readonly lines?: boolean;
  /** The replacement of a forbidden character. Default: U+FFFD. */
  readonly mark?: string;
}

/** @returns the text without characters that a terminal or a log viewer would interpret instead of showing them. */
export function clean(text: string, { lines = false, mark = '\ufffd' }: CleanOptions = {}): string {
  if (!(lines ? suspiciousInLines : suspicious).test(text)) return text;
  return (lines ? text.replaceAll('\r\n', '\n') : text).replace(
    harmfulPattern(),
    (found: string, kept?: string) =>
      kept !== undefined || (lines && (found === '\n' || found === '\t')) ? found : mark,
  );
}

const forbiddenInJson = new RegExp(`[${forbidden}]`, 'gu');

/**
 * @returns a value as one line of JSON. Characters that a terminal would interpret are escaped, so that the line is safe
 * to show, and a program that parses it gets every character.
 */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replace(forbiddenInJson, (found) =>
    Array.from({ length: found.length }, (_, at) => escaped(found.charCodeAt(at))).join(''),
  );

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

/** Like `clean` with `lines`, but keeps colours (ESC [ digits m) and resets them at the end. */
export function cleanKeepingColours(text: string): string {
  return cleanAround(text, (colour) => colour, `${esc}[0m`);
}

/** Like `clean` with `lines`, but removes colours without a mark. */
export function cleanWithoutColours(text: string): string {
  return cleanAround(text, () => '', '');
}

function cleanAround(text: string, replace: (colour: string) => string, end: string): string {
  if (!suspicious.test(text)) return text;
  const parts = text.split(colour);
  const cleaned = parts.map((part, index) =>
    index % 2 === 1 ? replace(part) : clean(part, { lines: true }),
  );
  return parts.length > 1 ? cleaned.join('') + end : cleaned.join('');
}
