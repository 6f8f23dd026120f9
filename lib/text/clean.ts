/**
 * Makes foreign text safe to show or log. What could move the cursor, break a line, turn the reading direction or hide
 * becomes U+FFFD: a visible mark, so that "ad<hidden>min" never reads as "admin".
 */

const forbidden =
  '\\p{Cc}' + // C0, DEL, C1: with ESC, the start of every escape sequence
  '\\p{Cs}' + // lone surrogates
  '\\u2028\\u2029' + // line and paragraph separator
  '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069' + // bidirectional controls
  '\\u00ad\\u034f\\u180b-\\u180f\\u200b-\\u200d\\u2060-\\u2065\\u206a-\\u206f\\ufe00-\\ufe0f\\ufeff\\ufff9-\\ufffb' + // no width
  '\\u115f\\u1160\\u17b4\\u17b5\\u3164\\uffa0' + // fillers: letters without ink
  '\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}'; // formats, tags, further variation selectors

/**
 * Emoji that are made of several characters keep what joins them: the tags of a flag, selectors, joiners.
 * (\p{RGI_Emoji} would say it exactly, but takes 15 ms to build, a third of the time to the first prompt.)
 */
const emoji =
  '\\u{1f3f4}[\\u{e0030}-\\u{e007a}]{3,6}\\u{e007f}|[\\d#*]\\ufe0f\\u20e3' +
  '|\\p{ExtPict}[\\ufe0f\\p{EMod}]?(?:\\u200d\\p{ExtPict}[\\ufe0f\\p{EMod}]?)*';

/** Scripts whose spelling needs the zero-width joiner and non-joiner inside a word. */
const joining =
  '[\\p{scx=Arab}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}]';

const suspicious = new RegExp(`[${forbidden}]`, 'u');
const suspiciousInLines = new RegExp(`(?![\\n\\t])[${forbidden}]`, 'u');
/** Made when it is first needed. */
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
  /** Line feeds and tabs pass, and CR LF becomes LF. */
  readonly lines?: boolean;
  /** What stands for a forbidden character; U+FFFD when left out. */
  readonly mark?: string;
}

/** @returns text without any character that a terminal or a log would obey instead of showing it. */
export function clean(text: string, { lines = false, mark = '\ufffd' }: CleanOptions = {}): string {
  if (!(lines ? suspiciousInLines : suspicious).test(text)) return text;
  return (lines ? text.replaceAll('\r\n', '\n') : text).replace(
    harmfulPattern(),
    (found: string, kept?: string) =>
      kept !== undefined || (lines && (found === '\n' || found === '\t')) ? found : mark,
  );
}

/** Like `clean` with lines, but colours (ESC [ digits m) stay, and are switched off at the end. */
export function cleanKeepingColours(text: string): string {
  return cleanAround(text, (colour) => colour, `${esc}[0m`);
}

/** Like `clean` with lines, but colours go without leaving a mark. */
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
