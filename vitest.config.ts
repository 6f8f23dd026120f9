import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { writeLogCallSites } from './build/log-call-sites.js';
import { LongestFirst } from './test/kit/longest-first.ts';

/**
 * Tests of these are many and short, and leave nothing behind: the files of a worker share its process, with what they
 * have imported. Tests that measure memory are not among them.
 */
const shared = [
  'lib/{async,exec,files,ini,logger,settings,terminal,text,time}/**',
  'lib',
  'core/{bank,chat,cli,commands,console,net,shop,time,users}/**',
  'db/**',
  'conf/**',
  'build/**',
].map((folder) => `test/${folder}/*.test.ts`);

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
    // Most tests wait for other processes: two cores have work for three. As a percentage it is limited to 100.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // Only what hangs waits so long, and a busy machine is slower by a factor of twenty.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      {
        extends: true,
        test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: ['test/long/**', ...shared] },
      },
    ],
  },
});
