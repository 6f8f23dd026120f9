import { createHash } from 'node:crypto';
import type { StoredAttempts } from '#db/users/attempts.ts';

export type Attempts = StoredAttempts;

const failuresMax = 3;
const firstLockMs = 60_000;
const longestLockMs = 15 * 60_000;

export const noAttempts: Attempts = { failures: 0, locks: 0, lockedUntilMs: 0 };

/** Attempts this long after the last lock are forgotten. */
export const memoryMs = 24 * 60 * 60_000;

/** `after`: what is to be remembered from now on. */
export type Attempt =
  /** `ageMs`: how long it has been locked already. */
  | { readonly status: 'locked'; readonly leftMs: number; readonly ageMs: number; readonly after: Attempts }
  | { readonly status: 'reserved'; readonly after: Attempts };

/**
 * Takes one attempt before the password is looked at: guesses sent in parallel would otherwise all be
 * compared before the first of them counts. A right password clears what was taken.
 */
export function reserveAttempt(before: Attempts, nowMs: number): Attempt {
  if (before.lockedUntilMs > nowMs) {
    const lockMs = lockMsOf(before.locks - 1);
    // No longer than a lock can last: else a clock that is set back would lock for a year.
    const leftMs = Math.min(before.lockedUntilMs - nowMs, lockMs);
    return {
      status: 'locked',
      leftMs,
      ageMs: lockMs - leftMs,
      after: { ...before, lockedUntilMs: nowMs + leftMs },
    };
  }
  const failures = before.failures + 1;
  if (failures < failuresMax) return { status: 'reserved', after: { ...before, failures } };
  return {
    status: 'reserved',
    after: { failures: 0, locks: before.locks + 1, lockedUntilMs: nowMs + lockMsOf(before.locks) },
  };
}

const lockMsOf = (locksBefore: number): number => Math.min(firstLockMs * 2 ** locksBefore, longestLockMs);

/** What attempts are remembered under. A digest: people type their password as the name by mistake. */
export const attemptsKey = (name: string): string => createHash('sha256').update(name).digest('hex');
