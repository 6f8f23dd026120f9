import type { PromptView } from './layout.ts';

const esc = '\x1b';
const hideCursor = `${esc}[?25l`;
/**
 * All that inquirer writes to draw: it erases what it has drawn before, writes its lines, and moves the cursor up and to
 * its column. Without lines, only the cursor moves. Anything else is the end of the prompt.
 */
const drawing = new RegExp(
  `^(?:${esc}\\[\\d+B)?(?:${esc}\\[(?:2K|1A|G))*` +
    `(?<text>[^]*?)(?:${esc}\\[(?<up>\\d+)A)?${esc}\\[(?<column>\\d+)G$`,
);

/** Wider than any line: inquirer leaves it to us to break lines. It would count a Chinese character as one column. */
export const endlessColumns = 1_000_000;

/** @param last what the prompt showed before. @returns what it shows now; undefined once it is done. */
export function readPromptView(bytes: string, last: PromptView | undefined): PromptView | undefined {
  const drawn = drawing.exec(bytes)?.groups;
  if (drawn === undefined) return undefined;
  const { text = '', up = 0 } = drawn;
  const column = Number(drawn['column']) - 1;
  if (text === '') return last && { ...last, cursor: { ...last.cursor, column } };
  const lines = text.replace(hideCursor, '').split('\n');
  return {
    lines,
    cursor: { line: lines.length - 1 - Number(up), column },
    isCursorHidden: text.includes(hideCursor),
  };
}
