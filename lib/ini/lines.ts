export interface Line {
  /** 1-based. */
  readonly number: number;
  readonly start: number;
  /** The index of the line break, or the length of the text. */
  readonly end: number;
}

/**
 * Yields the lines of a text as Python's universal newlines mode does: `\n`, `\r\n` and a lone `\r` end a line; U+2028
 * and other separators do not. A byte order mark at the start belongs to no line.
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
