import { type Files, importsIn, layers } from './sources.ts';

/** The one file of conf that core may read: constants, and no configuration. */
const identity = 'conf/app.ts';

/** @returns one sentence for each import that points the wrong way, with the remedy. */
export const layerViolations = (sources: Files): readonly string[] =>
  importsIn(sources).flatMap(({ from, to, specifier }) => {
    const problem = violation(layerOf(from), layerOf(to), to);
    return problem === undefined ? [] : [`${from} imports ${specifier}: ${problem}`];
  });

function violation(from: string, to: string, path: string): string | undefined {
  if (from === 'conf' && to !== 'lib' && to !== 'conf')
    return 'conf holds values only and may import nothing but lib.';
  if (to === 'conf') {
    const isAllowed = from === 'bin' || from === 'conf' || (from === 'core' && path === identity);
    return isAllowed ? undefined : 'conf is read once, in bin; take the value as a parameter instead.';
  }
  if (layers.indexOf(from as never) > layers.indexOf(to as never))
    return `imports point rightward only, ${layers.join(' -> ')}; move what both need to the right, or pass it in.`;
  return undefined;
}

const layerOf = (path: string): string => path.split('/')[0] ?? '';
