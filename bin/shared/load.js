import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, readCodeCache } from './code-cache.js';

const root = new URL('../../', import.meta.url);

/** Runs a program of dist/. @param {string} name such as `start` */
export async function run(name) {
  const path = fileURLToPath(new URL(`dist/${name}.cjs`, root));
  if (existsSync(path)) return load(path).main(root);
  process.stderr.write('尚未构建，请运行 npm run build · Not built yet, run: npm run build\n');
  process.exitCode = 2;
}

/** @type {Map<string, any>} */
const loaded = new Map();

/** Loads a bundle as `require` does, but with its code cache. @param {string} path */
function load(path) {
  if (!loaded.has(path)) loaded.set(path, evaluate(path));
  return loaded.get(path);
}

/** @param {string} path */
function evaluate(path) {
  const require = createRequire(path);
  // Only Node's own loader reads source maps.
  if (process.sourceMapsEnabled) return require(path);
  const source = readFileSync(path, 'latin1'); // The build writes ASCII.
  const script = compile(source, path, readCodeCache(source, path));
  const module = { exports: /** @type {any} */ ({}) };
  const requireBundle = (/** @type {string} */ id) =>
    id.endsWith('.cjs') ? load(require.resolve(id)) : require(id);
  script.runInThisContext()(module.exports, requireBundle, module, path, dirname(path));
  return module.exports;
}
