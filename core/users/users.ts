import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '#core/errors.ts';
import type { Database, Queries } from '#db/database.ts';
import { clearAttempts, pruneAttempts, readAttempts, saveAttempts } from '#db/users/attempts.ts';
import {
  type Credential,
  findCredential,
  insertCredential,
  readRegistered,
  saveCredential,
} from '#db/users/credentials.ts';
import { readToldParts, replaceToldParts } from '#db/users/told-parts.ts';
import { findIndexedUser, readUsersIndex, replaceUsersIndex } from '#db/users/users.ts';
import { KeyedQueue } from '#lib/async/keyed-queue.ts';
import { Semaphore } from '#lib/async/semaphore.ts';
import type { Clock } from '#lib/clock.ts';
import { hashPassword, verifyPassword } from '#lib/password.ts';
import type { ExtraKeys } from './file/rules.ts';
import { fingerprintOf, protectPasswords, readStoredPassword, readUsersFile } from './file/users-file.ts';
import { type Attempt, attemptsKey, memoryMs, noAttempts, reserveAttempt } from './lockout.ts';
import { checkName } from './name.ts';
import type { Verdict } from './verdict.ts';

/** A user as the rest of the app hears of him: from config.ini, or just registered. */
export interface NewUser {
  readonly name: string;
  /** The keys of his section that the skeleton does not know, such as a part's. */
  readonly extra: ReadonlyMap<string, string>;
}

export interface UsersOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** conf/config.ini */
  readonly path: string;
  /** The keys in config.ini beyond the skeleton's own. */
  readonly extraKeys: ExtraKeys;
  /** The names of the parts that hear of users. */
  readonly parts?: readonly string[];
  /** Called in the transaction that adds the users; with all there are when config.ini or the parts have changed. */
  readonly onAdded: (queries: Queries, users: readonly NewUser[]) => Promise<void>;
  /** Whether a former user of that name has left something behind: then the name cannot be registered again. */
  readonly ownsSomething: (queries: Queries, name: string) => Promise<boolean>;
  /** Told how many passwords lie in config.ini as plain text, whenever it has been read. */
  readonly onPlainPasswords: (count: number) => void;
}

/** So long may three comparisons take on a busy machine, and so often is asked whether they are done. */
const comparingMs = 1000;
const pauseMs = 50;

/**
 * How many sign-ins of one name run and wait in this process: one at a time, because side by side the attempts that each
 * of them reserves would lock the name. A user may sign in at many windows at once.
 */
const signInsMax = 1000;
/** Each takes 19 MiB and one of Node's four threads, which files and names of hosts need as well. */
const hashesAtOnceMax = 3;

/** What a password is checked against. */
interface Account {
  readonly password: string;
  readonly timeoutSeconds: number;
}

/** All users: those of config.ini and the registered ones. */
export class Users {
  readonly #options: UsersOptions;
  readonly #signIns = new KeyedQueue<Verdict>(signInsMax);
  readonly #hashes = new Semaphore(hashesAtOnceMax);
  #refreshing: Promise<void> | undefined;

  constructor(options: UsersOptions) {
    this.#options = options;
  }

  /**
   * Brings the database's index of config.ini up to date. Cheap when the file has not changed since.
   * @throws UsersFileError when the file cannot be honoured.
   */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    const { database, path, extraKeys, parts = [], onAdded, onPlainPasswords } = this.#options;
    const fingerprint = fingerprintOf(path);
    const { index, told } = await database.read(async (queries) => ({
      index: await readUsersIndex(queries),
      told: await readToldParts(queries),
    }));
    const isTold = told.size === parts.length && parts.every((part) => told.has(part));
    if (index?.fingerprint === fingerprint && isTold) return;
    const file = readUsersFile(path, extraKeys);
    await database.write(async (queries) => {
      await replaceUsersIndex(queries, file, file.users);
      const registered = await readRegistered(queries);
      await onAdded(queries, [...file.users, ...registered.map(withoutKeys)]);
      await replaceToldParts(queries, parts);
    });
    onPlainPasswords(file.plainPasswords);
  }

  /** Checks a password, counts failures, and locks the name after three in a row. An unknown name is treated alike. */
  async verify(typed: string, password: string): Promise<Verdict> {
    // What cannot be a name is not looked up: the driver would cut it at a NUL, and find another user.
    const name = checkName(typed) === 'ok' ? typed : '';
    const verdict = await this.#signIns.run(name, async (before) =>
      // A flood of guesses finds the lock one after the other; it need not be looked up for each.
      before?.status === 'locked' ? before : this.#verify(name, password),
    );
    return verdict === 'full' ? { status: 'crowded', known: false } : verdict;
  }

  async #verify(name: string, password: string): Promise<Verdict> {
    const { database, clock } = this.#options;
    // Before an attempt is taken: a config.ini that cannot be read must not lock out whoever types the right password.
    const account = await this.#findAccount(name);
    const attempt = await this.#reserve(name);
    const known = account !== undefined;
    if (attempt.status === 'locked') return { status: 'locked', leftMs: attempt.leftMs, known };
    const isRight = await this.#hashes.run(() => verifyPassword(account?.password, password));
    if (account === undefined || !isRight) {
      const leftMs = attempt.after.lockedUntilMs - clock.nowMs();
      return leftMs > 0 ? { status: 'locked', leftMs, known } : { status: 'wrong_credentials', known };
    }
    await database.write((queries) => clearAttempts(queries, attemptsKey(name)));
    return { status: 'ok', user: { name, timeoutMs: account.timeoutSeconds * 1000 } };
  }

  /** @throws AppError `name_taken`. */
  async register(name: string, password: string): Promise<void> {
    const { database, clock, onAdded, ownsSomething } = this.#options;
    const hash = await this.#hash(password);
    await database.write(async (queries) => {
      const isTaken =
        (await findIndexedUser(queries, name)) !== undefined || (await ownsSomething(queries, name));
      if (isTaken || !(await insertCredential(queries, name, hash, clock.nowMs())))
        throw errors.name_taken({ name });
      await onAdded(queries, [withoutKeys(name)]);
    });
  }

  /** @param guard throws when the session has ended; called inside the transaction. */
  async changePassword(name: string, password: string, guard: () => void): Promise<void> {
    const { database, clock } = this.#options;
    const hash = await this.#hash(password);
    await database.write(async (queries) => {
      guard();
      await saveCredential(queries, name, hash, clock.nowMs());
    });
  }

  /** How many passwords lie in config.ini as plain text. Reads all of it. @throws UsersFileError */
  countPlainPasswords(): number {
    return readUsersFile(this.#options.path, this.#options.extraKeys).plainPasswords;
  }

  /** Rewrites the plain passwords in config.ini as hashes. @returns how many. @throws UsersFileError */
  async protect(step: (done: number, total: number) => void): Promise<number> {
    const count = await protectPasswords(this.#options.path, (password) => this.#hash(password), step);
    await this.refresh();
    return count;
  }

  #hash(password: string): Promise<string> {
    return this.#hashes.run(() => hashPassword(password));
  }

  /**
   * A lock this young may be one user's own: the right password, sent by several programs at once, not yet compared in
   * the first three. It is gone in a moment, or it stays.
   */
  async #reserve(name: string): Promise<Attempt> {
    for (let waitedMs = 0; ; waitedMs += pauseMs) {
      const attempt = await this.#tryToReserve(name);
      if (attempt.status === 'reserved') return attempt;
      if (waitedMs >= comparingMs || attempt.ageMs >= comparingMs) return attempt;
      await sleep(pauseMs);
    }
  }

  #tryToReserve(name: string): Promise<Attempt> {
    const { database, clock } = this.#options;
    return database.write(async (queries) => {
      const nowMs = clock.nowMs();
      const key = attemptsKey(name);
      const attempt = reserveAttempt((await readAttempts(queries, key)) ?? noAttempts, nowMs);
      await pruneAttempts(queries, nowMs - memoryMs);
      await saveAttempts(queries, key, attempt.after, nowMs);
      return attempt;
    });
  }

  async #findAccount(name: string): Promise<Account | undefined> {
    const { database, path } = this.#options;
    // Refreshed as often as the file changes under our hands; it does not change for ever.
    for (;;) {
      const { index, listed, credential } = await database.read(async (queries) => ({
        index: await readUsersIndex(queries),
        listed: await findIndexedUser(queries, name),
        credential: await findCredential(queries, name),
      }));
      // Read for a name that is not in the file, too: both take the same time.
      const stored =
        index === undefined ? 'changed' : readStoredPassword(path, index.fingerprint, index.defaults, listed);
      if (index === undefined || stored === 'changed') await this.refresh();
      else return accountOf(index.defaultTimeoutSeconds, listed?.timeoutSeconds, stored.password, credential);
    }
  }
}

/** A registered user has no section in config.ini. */
const withoutKeys = (name: string): NewUser => ({ name, extra: new Map() });

/**
 * A password chosen in the app goes before the one in config.ini. A user that is taken out of config.ini is no user any
 * more, with or without such a password; a registered user was never in it.
 */
function accountOf(
  defaultTimeoutSeconds: number,
  listedTimeoutSeconds: number | undefined,
  stored: string | undefined,
  credential: Credential | undefined,
): Account | undefined {
  if (listedTimeoutSeconds === undefined && credential?.registered !== true) return undefined;
  const password = credential?.hash ?? stored;
  if (password === undefined) return undefined;
  return { password, timeoutSeconds: listedTimeoutSeconds ?? defaultTimeoutSeconds };
}
