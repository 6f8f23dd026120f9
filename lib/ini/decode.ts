import { isUtf8 } from 'node:buffer';
import type { Text } from '#lib/text/text.ts';
import { IniError, type IniProblem } from './problem.ts';

/**
 * @returns the text of an INI file, with its byte order mark, so that a later write keeps the mark.
 * @throws IniError with each line that is not UTF-8. The encoding is never guessed: a wrong guess could change a password.
 */
export function decodeIni(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new IniError(badLines(bytes));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

const invalidUtf8: Text = {
  zh: '不是有效的 UTF-8，请用 UTF-8 编码保存文件',
  en: 'is not valid UTF-8; save the file in UTF-8',
};

// No byte of a multi-byte UTF-8 sequence equals a line break, so each line can be checked alone.
function badLines(bytes: Uint8Array): IniProblem[] {
  const problems: IniProblem[] = [];
  let line = 1;
  for (let start = 0; start <= bytes.length; line++) {
    const end = lineEnd(bytes, start);
    if (!isUtf8(bytes.subarray(start, end))) {
      problems.push({ line, reason: 'invalid_utf8', sentence: invalidUtf8 });
    }
    start = bytes[end] === 0x0d && bytes[end + 1] === 0x0a ? end + 2 : end + 1;
  }
  return problems;
}

function lineEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++;
  return at;
}
