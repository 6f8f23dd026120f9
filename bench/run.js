/**
 * `npm run bench`, `npm run bench -- start`: bundles the benchmarks as the app is bundled, and runs them.
 * bench/<name>.bench.ts and bench/<part>/<name>.bench.ts are benchmarks: each exports `bench`, which resolves to a
 * Report. A file <name>.program.ts is a process that a benchmark starts; its bundle lies beside that of the benchmark,
 * as join(__dirname, '<name>.program.cjs').
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, root } from '#build/bundle.js';

process.chdir(root);
// The skeleton's before those of the parts.
const files = readdirSync('bench', { recursive: true })
  .map((path) => String(path).replaceAll('\\', '/'))
  .sort((a, b) => Number(a.includes('/')) - Number(b.includes('/')) || (a < b ? -1 : 1));
const benches = files.filter((path) => path.endsWith('.bench.ts'));
const programs = files.filter((path) => path.endsWith('.program.ts'));

// Inside the project, where packages are found.
const folder = mkdtempSync(join(root, 'dist', 'bench-'));
try {
  await build({
    ...bundleOptions,
    entryPoints: ['main.ts', ...benches, ...programs].map((path) => `bench/${path}`),
    outbase: 'bench',
    outdir: folder,
    external: [...bundleOptions.external, '@lydell/node-pty'],
  });
  const load = createRequire(import.meta.url);
  const bundleOf = (/** @type {string} */ path) => join(folder, path.replace(/\.ts$/, '.cjs'));
  const { main } = load(bundleOf('main.ts'));
  await main(
    process.argv.slice(2),
    benches.map((path) => ({
      name: basename(path, '.bench.ts'),
      // Loaded when its turn comes.
      run: () => load(bundleOf(path)).bench(),
    })),
  );
} finally {
  rmSync(folder, { recursive: true });
}
