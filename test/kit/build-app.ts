import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildPrograms } from '../../build/programs.js';
import { root } from './root.ts';

/** The lists of an app's parts, by their import names, such as `#bin/parts/app.ts`. */
export type Lists = Readonly<Record<string, string>>;

/**
 * Makes an app in a folder of its own: the programs of bin/, with other lists of parts.
 * @param lists the absolute paths of the modules that replace the lists
 */
export async function buildApp(folder: string, lists: Lists): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of ['bin', 'package.json'])
    await cp(join(root, name), join(folder, name), { recursive: true });
  for (const name of ['db', 'conf']) link(join(root, name), join(folder, name));
  await buildPrograms(join(folder, 'dist'), [withLists(lists)]);
}

const withLists = (lists: Lists): Plugin => ({
  name: 'with-lists',
  setup({ onResolve }) {
    onResolve({ filter: /^#bin\/parts\// }, ({ path }) => {
      const replaced = lists[path];
      return replaced === undefined ? undefined : { path: replaced };
    });
  },
});

/** A copied folder of packages may hold a link to its origin. */
function link(target: string, path: string): void {
  if (existsSync(path) && readlinkSync(path) === target) return;
  rmSync(path, { force: true });
  symlinkSync(target, path);
}
