import { expect, test } from 'vitest';
import { suspend } from '#bin/shared/job-control.ts';

test('Windows has no signal that stops a process: the prompt goes on', () => {
  let resumed = 0;
  suspend(() => {
    resumed++;
  }, 'win32');
  expect(resumed).toBe(1);
});
