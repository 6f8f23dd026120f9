import { partsOf, withNeeds } from '#build/part-of.js';
import { type Files, importsIn } from './sources.ts';

/** The lists of the app's parts: the only files that name parts. */
export const isList = (path: string): boolean => path.startsWith('bin/parts/');
const isTest = (path: string): boolean => path.startsWith('test/');

/** @returns one sentence for each import that would prevent a part from being left out, with the remedy. */
export const partViolations = (code: Files): readonly string[] =>
  importsIn(code).flatMap(({ from, to, specifier }) => {
    const problem = violation(from, to);
    return problem === undefined ? [] : [`${from} imports ${specifier}: ${problem}`];
  });

function violation(from: string, to: string): string | undefined {
  const own = partsOf(from);
  if (isList(from)) return undefined;
  if (isList(to) && own.size > 0 && !isTest(from) && !isProgram(from))
    return 'a part does not know which parts there are; take what it needs as a parameter.';
  const has = withNeeds(own);
  const [missing] = [...partsOf(to)].filter((part) => !has.has(part));
  if (missing === undefined) return undefined;
  return own.size === 0
    ? `it belongs to no part, and ${missing} can be left out; let the part bring it (core/part.ts), or move this file into a folder named ${missing}.`
    : `${[...own].join(' and ')} does not need ${missing}; name it under needs in build/parts.js, or move what both need into the skeleton.`;
}

/** A program is wired from the lists: bin/serve, bin/connect. */
const isProgram = (path: string): boolean => path.startsWith('bin/');

/** @returns one sentence for each source that belongs to several parts. A test may belong to several. */
export const sharedFiles = (files: Files): readonly string[] =>
  [...files.keys()]
    .filter((path) => !isTest(path) && !path.startsWith('bench/') && partsOf(path).size > 1)
    .map(
      (path) =>
        `${path} names the parts ${[...partsOf(path)].join(' and ')}; rename it, so that it names one.`,
    );
