import type { Files } from './sources.ts';

/** @returns one sentence for each name that is defined in several files. */
export function definedTwice(kind: string, definitions: readonly (readonly [name: string, place: string])[]) {
  const places = new Map<string, readonly string[]>();
  for (const [name, place] of definitions) places.set(name, [...(places.get(name) ?? []), place]);
  return [...places]
    .filter(([, found]) => found.length > 1)
    .map(
      ([name, found]) =>
        `the ${kind} ${name} is defined in ${found.join(' and ')}; define it once, or choose another name.`,
    );
}

/** The codes of every table made by defineErrors, with the file of the table. */
export const errorCodesIn = (sources: Files): readonly (readonly [code: string, path: string])[] =>
  [...sources].flatMap(([path, text]) =>
    [...text.matchAll(/\bdefineErrors\(\{\n([\s\S]*?)^\}\);/gm)].flatMap(([, table = '']) =>
      [...table.matchAll(/^ {2}(\w+): \{$/gm)].map(([, code = '']) => [code, path] as const),
    ),
  );
