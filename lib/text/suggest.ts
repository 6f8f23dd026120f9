import type { Text } from './text.ts';

/**
 * How many single steps turn one word into the other: a letter added, dropped or changed, or two neighbours swapped
 * (the optimal string alignment distance), case ignored.
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
 * The candidate that `word` most likely stands for: two steps away, one for a short word, none for a very short
 * one (otherwise `buy` would suggest `by`, `bay` and half the dictionary). The first of equals wins.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const length = [...word].length;
  let best: string | undefined;
  let fewest = length > 5 ? 2 : length > 2 ? 1 : 0;
  for (const candidate of candidates) {
    // Too different in length to be near; and a word of a thousand letters must not cost a million steps.
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
 * The end of a sentence about an unknown name.
 * @param meant the closest known name, if any is near. @param otherwise the end when none is.
 */
export const didYouMean = (meant: string | undefined, otherwise: Text): Text =>
  meant === undefined ? otherwise : { zh: `，是不是 ${meant}？`, en: `; did you mean ${meant}?` };

/** The other end, for a name in a file or a variable. */
export const removeIt: Text = { zh: '，请删除', en: '; remove it' };
