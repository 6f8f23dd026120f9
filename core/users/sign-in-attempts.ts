import type { Database } from '#db/database.ts';
import { clearAttempts, pruneAttempts, readAttempts, saveAttempts } from '#db/users/attempts.ts';
import type { Clock } from '#lib/clock.ts';
import {
  type Attempt,
  attemptsKey,
  failAttempt,
  isReservedStill,
  memoryMs,
  noAttempts,
  reserveAttempt,
} from './lockout.ts';

/** The stored attempts of all names, by the rules of lockout.ts. */
export class SignInAttempts {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  reserve(name: string): Promise<Attempt> {
    return this.#database.write(async (queries) => {
      const nowMs = this.#clock.nowMs();
      const key = attemptsKey(name);
      const attempt = reserveAttempt((await readAttempts(queries, key)) ?? noAttempts, nowMs);
      await pruneAttempts(queries, nowMs - memoryMs);
      await saveAttempts(queries, key, attempt.after, nowMs);
      return attempt;
    });
  }

  /** Whether the reservation still holds. Otherwise others may have taken its place, and its result must not be told. */
  holds({ after }: Attempt): boolean {
    return isReservedStill(after.reservedAtMs, this.#clock.nowMs());
  }

  /** Counts a reserved attempt as failed. @returns the milliseconds of the lock; 0 without a lock. */
  fail(name: string): Promise<number> {
    return this.#database.write(async (queries) => {
      const nowMs = this.#clock.nowMs();
      const key = attemptsKey(name);
      const after = failAttempt((await readAttempts(queries, key)) ?? noAttempts, nowMs);
      await saveAttempts(queries, key, after, nowMs);
      return Math.max(0, after.lockedUntilMs - nowMs);
    });
  }

  clear(name: string): Promise<void> {
    return this.#database.write((queries) => clearAttempts(queries, attemptsKey(name)));
  }
}
