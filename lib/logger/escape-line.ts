// Cc is C0, DEL and C1; Zl and Zp are U+2028 and U+2029. Bidi controls can change the displayed order of a line.
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const everyUnsafe = new RegExp(unsafe, 'gu');

const short = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** @returns the text with an escape in place of each character that could end or change a line: `\n`, `\x1b`, `\u2028`. */
export function escapeLine(text: string): string {
  return unsafe.test(text) ? text.replace(everyUnsafe, (char) => short.get(char) ?? hex(char)) : text;
}

function hex(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
