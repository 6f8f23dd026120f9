import { linesOf } from './lines.ts';
import type { IniOption } from './parse.ts';
import { skipSpace, strip } from './white-space.ts';

export interface IniEdit {
  /** An option of the document that was parsed from the same text. */
  readonly option: IniOption;
  readonly value: string;
}

/**
 * Replaces values. The rest of the text stays unchanged: comments (also those between the lines of an old value), order,
 * spacing, line breaks and a byte order mark.
 * @throws RangeError for a value that the parser would read differently: one with a line break, with white space at an
 * end, with a NUL or with half a surrogate pair.
 */
export function replaceValues(text: string, edits: readonly IniEdit[]): string {
  const parts: string[] = [];
  let kept = 0;
  for (const { option, value } of edits.toSorted((a, b) => a.option.start - b.option.start)) {
    if (!isWritable(value))
      throw new RangeError(`the new value of ${option.key} would not read back the same`);
    parts.push(text.slice(kept, option.start), value, commentsIn(text.slice(option.start, option.end)));
    kept = option.end;
  }
  return parts.join('') + text.slice(kept);
}

const isWritable = (value: string): boolean =>
  value === strip(value) && !/[\r\n\0\p{Surrogate}]/u.test(value);

/** @returns the comment lines inside a raw value, each with the line break before it. */
function commentsIn(raw: string): string {
  const [, ...continuations] = linesOf(raw);
  let comments = '';
  for (const { start, end } of continuations) {
    const first = raw[skipSpace(raw, start, end)];
    if (first === '#' || first === ';') comments += lineBreakBefore(raw, start) + raw.slice(start, end);
  }
  return comments;
}

const lineBreakBefore = (text: string, start: number): string =>
  text.slice(start - 2, start) === '\r\n' ? '\r\n' : (text[start - 1] ?? '');
