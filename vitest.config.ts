import { defineConfig } from 'vitest/config';
import { writeLogCallSites } from './build/log-call-sites.js';

/** Tests of these leave nothing behind in their process: files of a worker share it, with what they have imported. */
const shared = ['lib/{async,ini,settings,text}', 'core/{bank,cli,commands,shop}', 'db'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

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
    globalSetup: ['test/kit/build-once.ts'],
    // Most tests wait for other processes: no core is kept free for the one that only waits for workers.
    maxWorkers: '100%',
    // Only what hangs waits so long, and a busy machine is slower by a factor of twenty.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      {
        extends: true,
        test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: ['test/long/**', ...shared] },
      },
    ],
  },
});
