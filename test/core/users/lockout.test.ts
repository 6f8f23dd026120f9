import { describe, expect, test } from 'vitest';
import {
  type Attempts,
  failAttempt,
  noAttempts,
  reservationMs,
  reserveAttempt,
} from '#core/users/lockout.ts';

/** Makes wrong attempts, `gaps` milliseconds apart. @returns the answer to each: '.' compared, or the seconds left. */
function attempts(gapsMs: readonly number[], from: Attempts = noAttempts): string {
  let [nowMs, state] = [1_000_000, from];
  return gapsMs
    .map((gapMs) => {
      nowMs += gapMs;
      const attempt = reserveAttempt(state, nowMs);
      state = attempt.status === 'reserved' ? failAttempt(attempt.after, nowMs) : attempt.after;
      return attempt.status === 'locked' ? String(attempt.leftMs / 1000) : '.';
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
  expect(attempts([0, 0, 0, 0], { ...noAttempts, locks: 40 })).toBe('. . . 900');
});

test('a clock that is set back by a year does not lock for a year', () => {
  const year = 365 * 24 * 60 * minutes;
  expect(attempts([year, 0, 0, -year, minutes])).toBe('. . . 60 .');
});

describe('attempts that are reserved and never end', () => {
  const atMs = 1_000_000;
  /** Reserves so many attempts at once. */
  const reserve = (count: number, from: Attempts = noAttempts) =>
    Array.from({ length: count }).reduce<ReturnType<typeof reserveAttempt>>(
      ({ after }) => reserveAttempt(after, atMs),
      { status: 'reserved', after: from },
    );

  test('count while they are compared, together with the failures', () => {
    const once = failAttempt(reserve(1).after, atMs);
    expect([reserve(3).status, reserve(4).status]).toEqual(['reserved', 'crowded']);
    expect([reserve(2, once).status, reserve(3, once).status]).toEqual(['reserved', 'crowded']);
  });

  test('lock nothing, and are forgotten: their processes were killed', () => {
    const { after } = reserve(3);
    expect(after).toMatchObject({ failures: 0, locks: 0, lockedUntilMs: 0 });
    expect(reserveAttempt(after, atMs + reservationMs - 1).status).toBe('crowded');
    expect(reserveAttempt(after, atMs + reservationMs).after.reserved).toBe(1);
    // The clock was set back by more than that.
    expect(reserveAttempt(after, atMs - reservationMs).after.reserved).toBe(1);
  });
});
