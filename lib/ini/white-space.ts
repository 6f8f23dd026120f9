/**
 * White space as Python's `str.strip()` and `\s` define it. JavaScript's `trim()` also removes U+FEFF, and does not
 * remove U+001C to U+001F and U+0085.
 */
const beyondAscii = new Set([0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);
for (let code = 0x2000; code <= 0x200a; code++) beyondAscii.add(code);

function isSpace(code: number): boolean {
  if (code <= 0x20) return (code >= 0x09 && code <= 0x0d) || code >= 0x1c;
  return code > 0x7f && beyondAscii.has(code);
}

/** @returns the index of the first character of `text[start, end)` that is not white space, or `end`. */
export function skipSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** @returns the index at which the white space at the end of `text[start, end)` begins. */
export function trimSpace(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Removes white space at both ends, as Python's `text.strip()`. */
export function strip(text: string): string {
  const start = skipSpace(text, 0, text.length);
  return text.slice(start, trimSpace(text, start, text.length));
}
