import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

const { projects: _, ...test } = base.test ?? {};

/** Hours instead of minutes: thousands of kills and mutations, and every case of the tables that the suite takes a few of. */
export default defineConfig({
  ...base,
  test: {
    ...test,
    include: ['test/long/**/*.test.ts', 'test/app/**/leaving.test.ts'],
    env: { THOROUGH: 'yes' },
    testTimeout: 30 * 60_000,
  },
});
