export interface Line {
  /** 1-based. */
  readonly number: number;
  readonly start: number;
  /** Where its line break begins. */
  readonly end: number;
}

/**
 * The lines of a text as Python's universal newlines give them: `\n`, `\r\n` and a lone `\r` end a line, U+2028 and the
 * like do not. A byte order mark belongs to no line.
 */
export function* linesOf(text: string): Generator<Line> {
  const lineBreak = /\r\n?|\n/g;
  lineBreak.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  let number = 1;
  for (let start = lineBreak.lastIndex; start < text.length; start = lineBreak.lastIndex, number++) {
    const found = lineBreak.exec(text);
    yield { number, start, end: found ? found.index : text.length };
    if (!found) return;
  }
}
