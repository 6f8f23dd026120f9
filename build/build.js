/** Bundles bin/*.ts into dist/, so that a start opens a handful of files instead of six hundred. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeLogPlaces } from './log-place.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const logPlaces = {
  name: 'log-places',
  /** @param {import("esbuild").PluginBuild} build */
  setup({ onLoad }) {
    onLoad({ filter: /\/(bin|conf|core|db|lib)\/.*\.ts$/, namespace: 'file' }, async ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      return { contents: writeLogPlaces(await readFile(path, 'utf8'), path), loader: 'ts' };
    });
  },
};

await build({
  absWorkingDir: root,
  entryPoints: ['bin/start.ts', 'bin/demo.ts'],
  outdir: join(root, 'dist'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'es2022', // Node 20 has no decorators: this target lowers them.
  sourcemap: true,
  sourcesContent: false,
  chunkNames: 'chunk-[hash]',
  // They carry native binaries, found beside their own files.
  external: ['@photostructure/sqlite', '@node-rs/argon2'],
  // CommonJS packages in an ES module bundle still ask for `require`.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  plugins: [logPlaces],
  logLevel: 'warning',
});
