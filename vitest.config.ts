import { defineConfig } from 'vitest/config';
import { writeLogCallSites } from './build/log-call-sites.js';

export default defineConfig({
  plugins: [
    {
      name: 'log-places',
      enforce: 'pre',
      transform: (code, id) =>
        /\/(bin|conf|core|db|lib)\/.*\.ts$/.test(id) && !id.includes('node_modules')
          ? { code: writeLogCallSites(code, id), map: null }
          : undefined,
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**'],
    globalSetup: ['test/kit/build-once.ts'],
    // Most tests wait for other processes: no core is kept free for the one that only waits for workers.
    maxWorkers: '100%',
    // Only what hangs waits so long, and a busy machine is slower by a factor of twenty.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
  },
});
