import stringWidth from 'fast-string-width';

/** Created at the first use: it loads tables, which takes longer than most commands. */
let segmenter: Intl.Segmenter | undefined;

/** @returns the number of terminal columns of a text: 2 for a Chinese character or an emoji, 0 for a colour. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** Pads a text with spaces to `columns`. A wider text stays unchanged. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return align === 'left' ? text + fill : fill + text;
}

/** Cuts a text without colours to at most `columns`, including the ellipsis at its end. It never splits a grapheme. */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  segmenter ??= new Intl.Segmenter();
  let kept = '';
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += displayWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns > 0 ? `${kept}…` : '';
}
