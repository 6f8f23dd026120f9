/** The options of esbuild, which the build and the benchmarks share. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLogCallSites } from './log-call-sites.js';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @type {import('esbuild').Plugin} */
const logCallSites = {
  name: 'log-call-sites',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](bin|conf|core|db|lib)[\\/].*\.ts$/, namespace: 'file' }, async ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      return { contents: writeLogCallSites(await readFile(path, 'utf8'), path), loader: 'ts' };
    });
  },
};

export const bundleOptions = /** @satisfies {import('esbuild').BuildOptions} */ ({
  absWorkingDir: root,
  bundle: true,
  // CommonJS, require included: Node's loader of ES modules takes 20 ms longer for a bundle of this size.
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  supported: { 'dynamic-import': false },
  platform: 'node',
  target: 'es2022', // Node 20 has no decorators: this target lowers them.
  sourcemap: true,
  sourcesContent: false,
  // These packages load native binaries from their own folders.
  external: ['@photostructure/sqlite', '@node-rs/argon2'],
  // The app does not use inquirer's editor prompt, which would add 670 KB of character tables.
  alias: { '@inquirer/editor': join(root, 'build', 'no-editor.js') },
  // Removes the debug code of winston's packages.
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [logCallSites],
  logLevel: 'warning',
});
