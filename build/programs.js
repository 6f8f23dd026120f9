import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, root } from './bundle.js';

/**
 * Bundles run.ts separately from start.ts, which draws the first question and must load fast. Each bundle has its own
 * copy of a shared module, so only plain data may pass between them: `instanceof` fails for the other bundle's classes.
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

/** The launchers of bin/; each has a folder of the same name. */
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

  // The app may be started, or built by another process, at this moment. So every file is replaced atomically.
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
