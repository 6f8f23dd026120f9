import type { Text } from './text.ts';

/**
 * The optimal string alignment distance, ignoring case: the number of steps from one word to the other. A step adds,
 * removes or changes one letter, or swaps two neighbouring letters.
 */
export function editDistance(one: string, other: string): number {
  const a = [...one.toLowerCase()];
  const b = [...other.toLowerCase()];
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = cell(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let steps = Math.min(changed, cell(last, column) + 1, cell(current, column - 1) + 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) steps = Math.min(steps, cell(beforeLast, column - 2) + 1);
      current.push(steps);
    }
    beforeLast = last;
    last = current;
  }
  return cell(last, b.length);
}

const cell = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;

/**
 * @returns the candidate closest to `word`: at most 2 steps away for a word of more than 5 letters, 1 step for 3 to 5
 * letters, 0 steps for fewer (too many short words are similar). The first of equally close candidates wins.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  // Enough code points to tell the cases apart, whatever the length of the word.
  const length = [...word.slice(0, 12)].length;
  let best: string | undefined;
  let fewest = length > 5 ? 2 : length > 2 ? 1 : 0;
  for (const candidate of candidates) {
    // Their lengths differ too much. This also keeps a word of 1,000 letters from costing a million steps.
    if (Math.abs(candidate.length - word.length) > 4) continue;
    const steps = editDistance(word, candidate);
    if (steps < fewest || (steps === fewest && best === undefined)) {
      best = candidate;
      fewest = steps;
    }
  }
  return best;
}

/**
 * @returns the end of a sentence about an unknown name.
 * @param meant the closest known name, if any. @param otherwise the end of the sentence without such a name.
 */
export const didYouMean = (meant: string | undefined, otherwise: Text): Text =>
  meant === undefined ? otherwise : { zh: `，是不是 ${meant}？`, en: `; did you mean ${meant}?` };

/** The end of the sentence for an unknown name in a file or a variable without a close known name. */
export const removeIt: Text = { zh: '，请删除', en: '; remove it' };
