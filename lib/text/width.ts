import stringWidth from 'fast-string-width';

/** Made at the first use: it loads tables, which takes longer than most commands. */
let segmenter: Intl.Segmenter | undefined;

/** @returns how many columns the text takes on a terminal: 2 for a Chinese character or an emoji, 0 for a colour. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** Fills up with spaces to `columns`; a text that is as wide already stays as it is. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return align === 'left' ? text + fill : fill + text;
}

/** Cuts a text without colours to at most `columns`, the last of them an ellipsis. No character is cut in half. */
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
