/** `npm run bench`, `npm run bench -- start`: bundles the benchmarks as the app is bundled, and runs them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, root } from '#build/bundle.js';

process.chdir(root);
// Inside the project, where packages are found.
const folder = mkdtempSync(join(root, 'dist', 'bench-'));
try {
  await build({
    ...bundleOptions,
    entryPoints: ['bench/main.ts', 'bench/one-shot-steps.ts', 'bench/net-servers.ts', 'bench/put-server.ts'],
    outdir: folder,
    external: [...bundleOptions.external, '@lydell/node-pty'],
  });
  const { main } = createRequire(import.meta.url)(join(folder, 'main.cjs'));
  await main(process.argv.slice(2));
} finally {
  rmSync(folder, { recursive: true });
}
