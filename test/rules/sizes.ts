import type { Files } from './sources.ts';

export const fileLinesMax = 250;

/** @returns one sentence for each source that is too long. Functions are measured by Biome (biome.json). */
export const longFiles = (sources: Files): readonly string[] =>
  [...sources].flatMap(([path, text]) => {
    const lines = text.split('\n').length - 1;
    return lines > fileLinesMax
      ? [
          `${path} has ${lines} lines, more than ${fileLinesMax}; move one of its nouns into a file of its own.`,
        ]
      : [];
  });
