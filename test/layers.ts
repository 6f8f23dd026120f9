import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders from left to right: a file may import from its own folder and from those to its right. */
export const layers = ['bin', 'core', 'db', 'lib'] as const;

/** The demo's own files. Nothing in core, db or lib outside this list may import one of them. */
export const demo: readonly RegExp[] = [
  /^core\/(bank|shop)\//,
  /^core\/commands\/(audit|balance|buy|deposit|orders|statement|transfer|withdraw)\.ts$/,
  /^db\/(accounts|audit|journal|stock|orders)\.ts$/,
  /^bin\/shop-and-bank\.ts$/,
];

/** Where the demo is plugged in: the only line to change when it is taken away. */
const plug = 'bin/app.ts';

/** @param files source text by path from the root. @returns one sentence per violation, for a newcomer. */
export function layerViolations(
  files: ReadonlyMap<string, string>,
  ofDemo: readonly RegExp[] = demo,
): readonly string[] {
  return [...files].flatMap(([path, source]) =>
    importsOf(source).flatMap((specifier) => {
      const target = resolve(path, specifier);
      const problem = target === undefined ? undefined : violation(path, target, ofDemo);
      return problem === undefined ? [] : [`${path} imports ${specifier}: ${problem}`];
    }),
  );
}

function violation(from: string, to: string, ofDemo: readonly RegExp[]): string | undefined {
  const isDemo = (path: string): boolean => ofDemo.some((pattern) => pattern.test(path));
  const [fromLayer, toLayer] = [layerOf(from), layerOf(to)];
  if (fromLayer === 'conf')
    return toLayer === 'lib' || toLayer === 'conf'
      ? undefined
      : 'conf holds values only and may import nothing but lib.';
  if (toLayer === 'conf')
    return fromLayer === 'bin'
      ? undefined
      : 'conf is read once, in bin; take the value as a parameter instead.';
  if (layers.indexOf(fromLayer as never) > layers.indexOf(toLayer as never)) {
    return `imports point rightward only, ${layers.join(' -> ')}; move what both need to the right, or pass it in.`;
  }
  if (isDemo(to) && !isDemo(from) && from !== plug) {
    return "the skeleton never imports the demo, so that the demo can be taken away; plug it in through bin/feature.ts; if this file is the demo's too, list it in test/layers.ts.";
  }
  return undefined;
}

const layerOf = (path: string): string => path.split('/')[0] ?? '';

const importsOf = (source: string): string[] =>
  [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    ([, specifier]) => specifier ?? '',
  );

/** @returns the path from the root, or undefined for a package. */
function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (!specifier.startsWith('.')) return undefined;
  return join(from, '..', specifier);
}

/** The project's sources by path from the root. */
export function readSources(root: string): ReadonlyMap<string, string> {
  const folders = [...layers, 'conf'].map((layer) => join(root, layer));
  const paths = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return new Map(paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}
