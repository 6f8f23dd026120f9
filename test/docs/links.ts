import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { partsOf } from '#build/part-of.js';
import { root } from '#test/kit/root.ts';

/** Files that the running app writes, that a reader makes, and that belong to the course. */
const notHere =
  /^(db\/.*\.db|log\/(?:all2|access).*\.log|dist\/.*|conf\/secret\.key|db\/files\/|.*\/greet[/.].*|.*\/greet|.*\/notes[/.].*|.*\.py|db\/\w+_json|.*[<>…].*)$/;

const folders = ['bench', 'bin', 'build', 'conf', 'core', 'db', 'docs', 'lib', 'log', 'test'];
const files: readonly string[] = folders.flatMap((folder) => [
  `${folder}/`,
  ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name).slice(join(root, '/').length);
    return entry.isDirectory() ? `${path}/` : path;
  }),
]);

/** Paths of the project in a document's code. */
export const pathsIn = (document: string): readonly string[] =>
  [...document.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code = '']) => code.split(' '))
    .map((word) => word.replace(/^#/, '').replace(/[,;:]$/, ''))
    .filter((word) => folders.some((folder) => word.startsWith(`${folder}/`)) && !notHere.test(word));

/** Whether a path, perhaps with a `*`, exists or belongs to a part that is left out. */
export function isThere(path: string): boolean {
  if (existsSync(join(root, path)) || isOfAbsentPart(path)) return true;
  const [before = '', ...after] = path.split('*');
  return after.length > 0 && files.some((one) => one.startsWith(before) && one.endsWith(after.at(-1) ?? ''));
}

const isOfAbsentPart = (path: string): boolean =>
  [...partsOf(path)].some((part) => !existsSync(join(root, 'core', part)));

export interface Link {
  /** From the project's folder. */
  readonly path: string;
  readonly anchor: string | undefined;
}

/** The links of a document that lead to files of the project. */
export const linksIn = (file: string, document: string): readonly Link[] =>
  [...document.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !target.startsWith('https://'))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { path: path === '' ? file : normalize(join(dirname(file), path)), anchor };
    });

/** The anchors of the headings, as GitHub makes them. */
export const anchorsIn = (document: string): readonly string[] =>
  [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
