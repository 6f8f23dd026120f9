import { createHash } from 'node:crypto';
import type { StoredAttempts } from '#db/users/attempts.ts';

export type Attempts = StoredAttempts;

const failuresMax = 3;
const firstLockMs = 60_000;
const longestLockMs = 15 * 60_000;

/** A comparison takes 15 ms. After this time its process was killed, or its result no longer counts. */
export const reservationMs = 10_000;

export const noAttempts: Attempts = {
  failures: 0,
  locks: 0,
  lockedUntilMs: 0,
  reserved: 0,
  reservedAtMs: 0,
};

/** The app forgets the attempts of a name this long after the last one. */
export const memoryMs = 24 * 60 * 60_000;

/** `after`: the attempts to store. */
export type Attempt =
  /** `ageMs`: the time since the lock began. */
  | { readonly status: 'locked'; readonly leftMs: number; readonly ageMs: number; readonly after: Attempts }
  /** As many passwords are being compared as may still be wrong. */
  | { readonly status: 'crowded'; readonly ageMs: number; readonly after: Attempts }
  | { readonly status: 'reserved'; readonly after: Attempts };

/**
 * Reserves an attempt before the password is compared. Otherwise all guesses that are sent in parallel would be compared
 * before the first one counts. A wrong password then becomes a failure by `failAttempt`, before its result is
 * answered, and a right one clears the attempts. A reservation without an end is forgotten: a process that was killed has
 * answered nothing, so it must not lock the name.
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
  const reserved = reservedNow(before, nowMs);
  if (before.failures + reserved < failuresMax)
    return { status: 'reserved', after: { ...before, reserved: reserved + 1, reservedAtMs: nowMs } };
  return { status: 'crowded', ageMs: nowMs - before.reservedAtMs, after: before };
}

/** Turns a reservation into a failure. @returns the attempts to store. */
export function failAttempt(before: Attempts, nowMs: number): Attempts {
  const reserved = Math.max(0, reservedNow(before, nowMs) - 1);
  const failures = before.failures + 1;
  if (failures < failuresMax) return { ...before, failures, reserved };
  return {
    ...before,
    failures: 0,
    locks: before.locks + 1,
    lockedUntilMs: nowMs + lockMsOf(before.locks),
    reserved,
  };
}

/** Whether a reservation of this time still holds. A time to come is that of a clock which was set back. */
export const isReservedStill = (reservedAtMs: number, nowMs: number): boolean =>
  Math.abs(nowMs - reservedAtMs) < reservationMs;

const reservedNow = ({ reserved, reservedAtMs }: Attempts, nowMs: number): number =>
  isReservedStill(reservedAtMs, nowMs) ? reserved : 0;

const lockMsOf = (locksBefore: number): number => Math.min(firstLockMs * 2 ** locksBefore, longestLockMs);

/** The database key of a name's attempts. It is a digest, because users sometimes type the password as the name. */
export const attemptsKey = (name: string): string => createHash('sha256').update(name).digest('hex');
