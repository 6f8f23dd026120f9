import { expect, test } from 'vitest';
import { type Attempts, noAttempts, reserveAttempt } from '#core/users/lockout.ts';

/** Makes attempts, `gaps` milliseconds apart. @returns the answer to each: '.' reserved, or the seconds left. */
function attempts(gapsMs: readonly number[], from: Attempts = noAttempts): string {
  let [nowMs, state] = [1_000_000, from];
  return gapsMs
    .map((gapMs) => {
      nowMs += gapMs;
      const attempt = reserveAttempt(state, nowMs);
      state = attempt.after;
      if (attempt.status === 'locked') return String(attempt.leftMs / 1000);
      return '.';
    })
    .join(' ');
}

const minutes = 60_000;

test.each([
  ['three in a row, then locked', [0, 0, 0, 0, 0], '. . . 60 60'],
  ['the lock ends', [0, 0, 0, 59_999, 1], '. . . 0.001 .'],
  ['slow attempts still count in a row', [0, 10 * minutes, 10 * minutes, 0], '. . . 60'],
  [
    'each lock is twice as long',
    [0, 0, 0, minutes, 0, 0, 0, 2 * minutes, 0, 0, 0],
    '. . . . . . 120 . . . 240',
  ],
])('%s', (_, gapsMs, expected) => {
  expect(attempts(gapsMs)).toBe(expected);
});

test('a lock never lasts longer than 15 minutes', () => {
  expect(attempts([0, 0, 0, 0], { failures: 0, locks: 40, lockedUntilMs: 0 })).toBe('. . . 900');
});

test('a clock that is set back by a year does not lock for a year', () => {
  const year = 365 * 24 * 60 * minutes;
  expect(attempts([year, 0, 0, -year, minutes])).toBe('. . . 60 .');
});
