import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Hours instead of minutes: thousands of kills and mutations. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['test/long/**/*.test.ts'], exclude: [], testTimeout: 30 * 60_000 },
});
