import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, root } from './bundle.js';

/**
 * Keeps what the first question does not need out of the file that draws it. The two files share no module, each has
 * a copy of its own, so only plain data may pass from one to the other: an `instanceof` would not know the other's class.
 * @type {import('esbuild').Plugin}
 */
const runApart = {
  name: 'run-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/run\.ts$/ }, ({ importer }) =>
      importer === join(root, 'bin', 'start', 'start.ts') ? { path: './run.cjs', external: true } : undefined,
    );
  },
};

/** Every launcher has a folder of its own name. */
const programs = readdirSync(join(root, 'bin'))
  .filter((name) => name.endsWith('.js'))
  .map((name) => basename(name, '.js'));

/**
 * Bundles the programs of bin/ into a folder, and removes other files from it.
 * @param {string} dist
 * @param {readonly import('esbuild').Plugin[]} plugins
 */
export async function buildPrograms(dist, plugins = []) {
  const { outputFiles } = await build({
    ...bundleOptions,
    entryPoints: ['bin/start/run.ts', ...programs.map((name) => `bin/${name}/${name}.ts`)],
    entryNames: '[name]',
    outdir: dist,
    plugins: [runApart, ...plugins, ...bundleOptions.plugins],
    write: false,
  });

  // Somebody may start the app, or build it, at this moment: every file is there all the time, whole.
  mkdirSync(dist, { recursive: true });
  for (const { path, contents } of outputFiles) {
    if (isUnchanged(path, contents)) continue;
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, contents);
    renameSync(temporary, path);
  }

  const built = new Set(outputFiles.map(({ path }) => basename(path)));
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    if (entry.isFile() && !entry.name.endsWith('.tmp') && !built.has(entry.name))
      rmSync(join(dist, entry.name));
  }
}

/** @param {string} path @param {Uint8Array} contents */
function isUnchanged(path, contents) {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}
