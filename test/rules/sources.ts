import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Texts by path from the project's folder. */
export type Files = ReadonlyMap<string, string>;

/** Folders from left to right: a file may import from its own folder and from those to its right. */
export const layers = ['bin', 'core', 'db', 'lib'] as const;

const ignoredNames = new Set(['node_modules', 'dist', 'coverage', '.git']);
/** Files that a running app leaves behind. */
const isData = (path: string): boolean => /^log\/.|^db\/(?:[^/]*\.db|files\/)|\.log$/.test(path);

/** Every text file of the project. */
export function readProject(root: string): Files {
  const files = new Map<string, string>();
  const read = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = relative(root, path);
      if (ignoredNames.has(entry.name) || isData(name)) continue;
      if (entry.isDirectory()) read(path);
      else if (entry.isFile()) files.set(name, readFileSync(path, 'utf8'));
    }
  };
  read(root);
  return files;
}

/** The sources of the app's programs. */
export const sourcesIn = (files: Files): Files =>
  new Map([...files].filter(([path]) => /^(?:bin|conf|core|db|lib)\/.*\.ts$/.test(path)));

/** All sources: the app, its tests, its benchmarks. */
export const codeIn = (files: Files): Files =>
  new Map([...files].filter(([path]) => /\.(?:ts|js)$/.test(path)));

export interface Import {
  readonly from: string;
  /** The specifier as the source has it. */
  readonly specifier: string;
  /** From the project's folder. */
  readonly to: string;
}

/** The imports from one file of the project to another. */
export const importsIn = (files: Files): readonly Import[] =>
  [...files].flatMap(([from, source]) =>
    specifiersIn(source).flatMap((specifier) => {
      const to = resolved(from, specifier);
      return to === undefined ? [] : [{ from, specifier, to }];
    }),
  );

const specifiersIn = (source: string): readonly string[] =>
  [...source.matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g)].map(
    ([, specifier]) => specifier ?? '',
  );

/** @returns undefined for a package. */
function resolved(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (!specifier.startsWith('.')) return undefined;
  return join(from, '..', specifier);
}
