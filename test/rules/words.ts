import { partsOf, withNeeds } from '#build/part-of.js';
import { parts } from '#build/parts.js';
import { isList } from './parts.ts';
import type { Files } from './sources.ts';

/** A word may have more letters at its end: `transfer` is in `transfers`, and not in `retransfer`. */
const patternOf = (word: string): RegExp => {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`${/^\w/.test(word) ? '\\b' : ''}${escaped}`, 'i');
};

/** The file whose title and description a new project writes anew. */
const identity = 'conf/app.ts';

const patterns = Object.entries(parts).map(
  ([part, { words }]) => [part, words.map((word) => [word, patternOf(word)] as const)] as const,
);

/** @returns one sentence for each line that names a part which its file does not need. */
export const betrayals = (sources: Files): readonly string[] =>
  [...sources].flatMap(([path, text]) => {
    if (isList(path) || path === identity) return [];
    const has = withNeeds(partsOf(path));
    return patterns
      .filter(([part]) => !has.has(part))
      .flatMap(([part, words]) =>
        words
          .filter(([, pattern]) => pattern.test(text))
          .map(
            ([word]) =>
              `${path} speaks of ${word}, which is ${part}'s, and ${part} can be left out; say it without.`,
          ),
      );
  });
