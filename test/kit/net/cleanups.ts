import { onTestFinished } from 'vitest';

/** Calls back when the test that runs now is over, whatever its outcome. The last one first. */
export const afterTest = (cleanup: () => unknown): void => {
  onTestFinished(async () => {
    await cleanup();
  });
};
