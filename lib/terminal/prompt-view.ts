import type { PromptView } from './layout.ts';

const esc = '\x1b';
const hideCursor = `${esc}[?25l`;
/**
 * Matches every drawing of inquirer: it erases its last drawing, writes its lines, and moves the cursor up and to its
 * column. A drawing without lines only moves the cursor. Other output marks the end of the prompt.
 */
const drawing = new RegExp(
  `^(?:${esc}\\[\\d+B)?(?:${esc}\\[(?:2K|1A|G))*` +
    `(?<text>[^]*?)(?:${esc}\\[(?<up>\\d+)A)?${esc}\\[(?<column>\\d+)G$`,
);

/** Wider than any line, so that inquirer does not wrap lines: it would count a Chinese character as one column. */
export const endlessColumns = 1_000_000;

/** @param last the previous view. @returns the new view; undefined at the end of the prompt. */
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
