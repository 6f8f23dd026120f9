import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '#core/session.ts';
import { atTick } from '#lib/async/at-tick.ts';
import type { FairSemaphore } from '#lib/async/fair-semaphore.ts';
import { KeyedQueue } from '#lib/async/keyed-queue.ts';
import { verifyPassword } from '#lib/password.ts';
import { checkName } from './name.ts';
import type { SignInAttempts } from './sign-in-attempts.ts';
import type { Verdict } from './verdict.ts';

/**
 * Limits the sign-ins of one name that run or wait in this process. They run one at a time: in parallel, the attempts
 * that they reserve would lock the name. The limit is high, because a user may sign in from many windows at once.
 */
const signInsMax = 1000;
/** A failed sign-in is answered at a multiple of this time, so that the time tells nothing about the name. */
const answerStepMs = 50;
/** The time that three password comparisons may take on a busy machine. */
const comparingMs = 1000;
/** The pause between two looks at a lock that may be gone when they are done. */
const pauseMs = 50;

/** A user's stored password, plain or hashed, and session timeout. */
export interface Account {
  readonly password: string;
  readonly timeoutSeconds: number;
}

export interface SignInsOptions {
  readonly attempts: SignInAttempts;
  /** Limits the comparisons that run at once. */
  readonly hashes: FairSemaphore;
  findAccount(name: string): Promise<Account | undefined>;
  userOf(name: string, account: Account): User;
}

const crowded: Verdict = { status: 'crowded', known: false };

/** Checks the passwords of all sign-ins of this process. */
export class SignIns {
  readonly #options: SignInsOptions;
  readonly #queue = new KeyedQueue<Verdict>(signInsMax);

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  /**
   * Checks a password, and locks the name after three failures in a row. Unknown names are counted and locked, too.
   * @param from the address of the caller; addresses take turns. Left out for the terminal of this process.
   */
  verify(typed: string, password: string, from = ''): Promise<Verdict> {
    return atTick(
      answerStepMs,
      () => this.#verifyInQueue(typed, password, from),
      ({ status }) => status === 'ok',
    );
  }

  async #verifyInQueue(typed: string, password: string, from: string): Promise<Verdict> {
    // An invalid name is not looked up: the database driver would cut it at a NUL character and find another user.
    const name = checkName(typed) === 'ok' ? typed : '';
    const verdict = await this.#queue.run(name, async (before) =>
      // Further sign-ins of a locked name in the queue get the same verdict without a database access.
      before?.status === 'locked' ? before : this.#verify(name, password, from),
    );
    return verdict === 'full' ? crowded : verdict;
  }

  /**
   * A new lock may come from the user's own programs, which send passwords in parallel: the first comparison that
   * succeeds removes it. So the method waits up to `comparingMs` for that.
   */
  async #verify(name: string, password: string, from: string): Promise<Verdict> {
    for (let waitedMs = 0; ; waitedMs += pauseMs) {
      const outcome = await this.#options.hashes.run(from, () => this.#compare(name, password));
      if (outcome === 'full') return crowded;
      const { verdict, lockAgeMs = comparingMs } = outcome;
      if (waitedMs >= comparingMs || lockAgeMs >= comparingMs) return verdict;
      await sleep(pauseMs);
    }
  }

  /** @returns `lockAgeMs` when no password was compared. */
  async #compare(name: string, password: string): Promise<{ verdict: Verdict; lockAgeMs?: number }> {
    const { attempts, findAccount, userOf } = this.#options;
    // The account comes first: an error in config.ini must not cost an attempt and lock out the user.
    const account = await findAccount(name);
    const attempt = await attempts.reserve(name);
    const known = account !== undefined;
    if (attempt.status === 'locked')
      return { verdict: { status: 'locked', leftMs: attempt.leftMs, known }, lockAgeMs: attempt.ageMs };
    if (attempt.status === 'crowded') return { verdict: crowded, lockAgeMs: attempt.ageMs };
    const isRight = await verifyPassword(account?.password, password);
    if (!attempts.holds(attempt)) return { verdict: crowded };
    if (account === undefined || !isRight) {
      const leftMs = await attempts.fail(name);
      return {
        verdict: leftMs > 0 ? { status: 'locked', leftMs, known } : { status: 'wrong_credentials', known },
      };
    }
    await attempts.clear(name);
    return { verdict: { status: 'ok', user: userOf(name, account) } };
  }
}
