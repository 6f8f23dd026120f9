import type { Queries } from '#db/database.ts';
import { numberOf } from '#db/row.ts';

/** The stored counters of the failed sign-ins of one name. */
export interface StoredAttempts {
  /** Number of consecutive wrong passwords since the last lock. */
  readonly failures: number;
  /** Number of consecutive locks. */
  readonly locks: number;
  readonly lockedUntilMs: number;
  /** Number of attempts whose password is being compared. */
  readonly reserved: number;
  /** The time of the last of them. */
  readonly reservedAtMs: number;
}

/** The number of old attempts that one sign-in removes at most, so that no sign-in waits for a million of them. */
const prunedAtOnce = 100;
export const pruneSql = `delete from sign_in_attempt where name in (
  select name from sign_in_attempt where changed_at_ms < ? and locked_until_ms < ?
  order by changed_at_ms limit ${prunedAtOnce})`;

export async function readAttempts(queries: Queries, name: string): Promise<StoredAttempts | undefined> {
  const row = await queries.get(
    'select failures, locks, locked_until_ms, reserved, reserved_at_ms from sign_in_attempt where name = ?',
    name,
  );
  return (
    row && {
      failures: numberOf(row, 'failures'),
      locks: numberOf(row, 'locks'),
      lockedUntilMs: numberOf(row, 'locked_until_ms'),
      reserved: numberOf(row, 'reserved'),
      reservedAtMs: numberOf(row, 'reserved_at_ms'),
    }
  );
}

/** @param atMs the time of the attempt, by which `pruneAttempts` decides. */
export async function saveAttempts(
  queries: Queries,
  name: string,
  { failures, locks, lockedUntilMs, reserved, reservedAtMs }: StoredAttempts,
  atMs: number,
): Promise<void> {
  await queries.run(
    `insert into sign_in_attempt (name, failures, locks, locked_until_ms, reserved, reserved_at_ms, changed_at_ms)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (name) do update set failures = excluded.failures, locks = excluded.locks,
       locked_until_ms = excluded.locked_until_ms, reserved = excluded.reserved,
       reserved_at_ms = excluded.reserved_at_ms, changed_at_ms = excluded.changed_at_ms`,
    name,
    BigInt(failures),
    BigInt(locks),
    BigInt(lockedUntilMs),
    BigInt(reserved),
    BigInt(reservedAtMs),
    BigInt(atMs),
  );
}

export async function clearAttempts(queries: Queries, name: string): Promise<void> {
  await queries.run('delete from sign_in_attempt where name = ?', name);
}

/**
 * Deletes up to 100 names whose last attempt and whose lock are both older than `beforeMs`. Without it the table would grow with
 * every guessed name.
 */
export async function pruneAttempts(queries: Queries, beforeMs: number): Promise<void> {
  // The lock alone is not enough: a name with few failures has no lock yet, and would lose its count of failures.
  await queries.run(pruneSql, BigInt(beforeMs), BigInt(beforeMs));
}
