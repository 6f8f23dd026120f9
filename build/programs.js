import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { cachePathOf } from '../bin/shared/code-cache.js';
import { bundleOptions, root } from './bundle.js';
import { makeCodeCache } from './code-cache.js';

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

/** Large packages, which not every command needs. */
const packages = ['inquirer', 'winston', 'winston-transport', 'winston-daily-rotate-file'];

/**
 * Bundles these packages separately, so that a program loads them at their first use, and all programs share them.
 * @type {import('esbuild').Plugin}
 */
const packagesApart = {
  name: 'packages-apart',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${packages.join('|')})$`) }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `./${path}.cjs`, external: true },
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
    entryPoints: ['bin/start/run.ts', ...programs.map((name) => `bin/${name}/${name}.ts`), ...packages],
    entryNames: '[name]',
    outdir: dist,
    plugins: [runApart, packagesApart, ...plugins, ...bundleOptions.plugins],
    write: false,
  });

  // The app may be started, or built by another process, at this moment. So every file is replaced atomically.
  mkdirSync(dist, { recursive: true });
  const built = new Set();
  for (const { path, text } of outputFiles) {
    built.add(basename(path));
    if (path.endsWith('.map')) replace(path, text);
    else {
      const source = toAscii(text);
      const cache = makeCodeCache(source, path);
      replace(path, source);
      if (cache !== undefined) replace(cachePathOf(path), cache);
      built.add(basename(cachePathOf(path)));
    }
  }

  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    if (entry.isFile() && !entry.name.endsWith('.tmp') && !built.has(entry.name))
      rmSync(join(dist, entry.name));
  }
}

/** Node reads ASCII twice as fast. esbuild escapes other characters in strings, but not in regular expressions. */
const toAscii = (/** @type {string} */ text) =>
  text.replace(/[\x80-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** @param {string} path @param {string | Buffer} contents */
function replace(path, contents) {
  if (isUnchanged(path, Buffer.from(contents))) return;
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

/** @param {string} path @param {Buffer} contents */
function isUnchanged(path, contents) {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}
