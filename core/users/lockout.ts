import { createHash } from 'node:crypto';
import type { StoredAttempts } from '#db/users/attempts.ts';

export type Attempts = StoredAttempts;

const failuresMax = 3;
const firstLockMs = 60_000;
const longestLockMs = 15 * 60_000;

export const noAttempts: Attempts = { failures: 0, locks: 0, lockedUntilMs: 0 };

/** The app forgets the attempts of a name this long after the last one. */
export const memoryMs = 24 * 60 * 60_000;

/** `after`: the attempts to store. */
export type Attempt =
  /** `ageMs`: the time since the lock began. */
  | { readonly status: 'locked'; readonly leftMs: number; readonly ageMs: number; readonly after: Attempts }
  | { readonly status: 'reserved'; readonly after: Attempts };

/**
 * Counts an attempt as failed before the password is compared. Otherwise all guesses that are sent in parallel would be
 * compared before the first one counts. A correct password clears the attempts.
 */
export function reserveAttempt(before: Attempts, nowMs: number): Attempt {
  if (before.lockedUntilMs > nowMs) {
    const lockMs = lockMsOf(before.locks - 1);
    // The remaining time is at most the length of the lock: a clock that was set back must not extend it.
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

/** The database key of a name's attempts. It is a digest, because users sometimes type the password as the name. */
export const attemptsKey = (name: string): string => createHash('sha256').update(name).digest('hex');
