/** Created at the first use: it loads tables, which takes longer than most commands. */
let segmenter: Intl.Segmenter | undefined;
/** A grapheme is shorter. The time of a segmenter grows with the text, so it gets only this much of a line. */
const graphemeCharsMax = 64;
const ascii = /^[ -~]*$/;

/** @returns the index of the grapheme that ends at `index`, so that Backspace removes an emoji or a letter with its accent. */
export function graphemeBefore(text: string, index: number): number {
  const near = text.slice(Math.max(0, index - graphemeCharsMax), index);
  return index - (ascii.test(near.slice(-1)) ? near.slice(-1) : (graphemes(near).at(-1) ?? '')).length;
}

/** @returns the index behind the grapheme that starts at `index`. */
export function graphemeAfter(text: string, index: number): number {
  const near = text.slice(index, index + graphemeCharsMax);
  return index + (ascii.test(near.slice(0, 2)) ? near.slice(0, 1) : (graphemes(near)[0] ?? '')).length;
}

function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
