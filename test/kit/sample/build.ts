import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildPrograms } from '../../../build/programs.js';
import { root, sampleRoot } from '../root.ts';

const withSample: Plugin = {
  name: 'with-sample',
  setup({ onResolve }) {
    onResolve({ filter: /^#bin\/parts\/app\.ts$/ }, () => ({ path: join(import.meta.dirname, 'parts.ts') }));
  },
};

/** Makes the sample app: the programs of bin/, in a folder of their own, with the sample in place of the parts. */
export async function buildSample(): Promise<void> {
  mkdirSync(sampleRoot, { recursive: true });
  for (const name of ['bin', 'package.json'])
    await cp(join(root, name), join(sampleRoot, name), { recursive: true });
  for (const folder of ['db', 'conf']) link(join(root, folder), join(sampleRoot, folder));
  await buildPrograms(join(sampleRoot, 'dist'), [withSample]);
}

/** A folder of packages that was copied from elsewhere may hold a link to there. */
function link(target: string, path: string): void {
  if (existsSync(path) && readlinkSync(path) === target) return;
  rmSync(path, { force: true });
  symlinkSync(target, path);
}
