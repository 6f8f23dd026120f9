import { cleanWithoutColours } from '#lib/text/clean.ts';
import type { ListCursor } from './list-cursor.ts';
import type { TerminalWords } from './terminal.ts';
import { pointer } from './theme.ts';

/** @param rows the rows of the items on the screen. @returns the keys of a list, and what is hidden above and below. */
export function listTips(rows: readonly string[], list: ListCursor, words: TerminalWords): string {
  const { active, count, further } = list;
  const activeRow = rows.findIndex((row) => cleanWithoutColours(row).startsWith(pointer));
  const above = activeRow < 0 ? 0 : active - activeRow;
  const below = activeRow < 0 ? 0 : count - above - rows.length;
  const hidden = above + below > 0 ? [words.hidden(above, below)] : [];
  const more = further > 0 ? [words.further(further)] : [];
  return [`↑↓ ${words.navigate}`, `⏎ ${words.select}`, `esc ${words.back}`, ...hidden, ...more].join(' • ');
}
