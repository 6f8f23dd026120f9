import { createHash } from 'node:crypto';
import { errors } from '#core/errors.ts';
import type { User } from '#core/session.ts';
import type { Database, Queries } from '#db/database.ts';
import {
  type Credential,
  findCredential,
  insertCredential,
  readRegistered,
  saveCredential,
} from '#db/users/credentials.ts';
import { insertLookAlike, isLookAlikeTaken, replaceLookAlikes } from '#db/users/look-alikes.ts';
import { readNotifiedParts, replaceNotifiedParts } from '#db/users/notified-parts.ts';
import { findIndexedUser, hasUsers, readUsersIndex, replaceUsersIndex } from '#db/users/users.ts';
import { FairSemaphore } from '#lib/async/fair-semaphore.ts';
import type { Clock } from '#lib/clock.ts';
import { hashPassword } from '#lib/password.ts';
import type { ExtraKeys } from './file/rules.ts';
import {
  fingerprintOf,
  noUsers,
  protectPasswords,
  readStoredPassword,
  readUsersFile,
  UsersFileError,
} from './file/users-file.ts';
import { spellingsOf } from './look-alikes.ts';
import { SignInAttempts } from './sign-in-attempts.ts';
import { type Account, SignIns } from './sign-ins.ts';
import type { Verdict } from './verdict.ts';

/** A user for the parts of the app: a section of config.ini, or a registered user. */
export interface NewUser {
  readonly name: string;
  /** The values of the parts' keys; empty for a registered user. */
  readonly extra: ReadonlyMap<string, string>;
}

export interface UsersOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** The path of conf/config.ini. */
  readonly path: string;
  /** Checks for the parts' keys in config.ini. */
  readonly extraKeys: ExtraKeys;
  /** The names of the app's parts. A change of the list makes `refresh` call `onAdded` again. */
  readonly parts?: readonly string[];
  /** Called in the transaction that adds users; with all users when config.ini or the list of parts has changed. */
  readonly onAdded: (queries: Queries, users: readonly NewUser[]) => Promise<void>;
  /** Whether data of a former user with this name exists. The name then cannot be registered again. */
  readonly ownsSomething: (queries: Queries, name: string) => Promise<boolean>;
  /** Called with the number of plain passwords whenever config.ini has been read. */
  readonly onPlainPasswords: (count: number) => void;
}

/** The number of sign-ins of all names that wait in this process. Each open connection has one at most. */
const waitingMax = 2000;
/** The key of the hashes of new passwords, among the addresses of sign-ins. */
const newPasswords = 'new passwords';
/** A hash takes 19 MiB and one of Node's four pool threads, which file access and host lookups need as well. */
const hashesAtOnceMax = 3;

/** All users: those of config.ini and the registered ones. */
export class Users {
  readonly #options: UsersOptions;
  readonly #hashes = new FairSemaphore(hashesAtOnceMax, waitingMax);
  readonly #signIns: SignIns;
  #refreshing: Promise<void> | undefined;

  constructor(options: UsersOptions) {
    this.#options = options;
    this.#signIns = new SignIns({
      attempts: new SignInAttempts(options.database, options.clock),
      hashes: this.#hashes,
      findAccount: (name) => this.#findAccount(name),
      userOf: (name, account) => this.#userOf(name, account),
    });
  }

  /**
   * Updates the database's index of config.ini. It is cheap while the file is unchanged.
   * @throws UsersFileError when the file is not valid.
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
    const { index, notified } = await database.read(async (queries) => ({
      index: await readUsersIndex(queries),
      notified: await readNotifiedParts(queries),
    }));
    const isComplete = notified.size === parts.length && parts.every((part) => notified.has(part));
    if (index?.fingerprint === fingerprint && isComplete) return;
    const file = readUsersFile(path, extraKeys);
    await database.write(async (queries) => {
      await replaceUsersIndex(queries, file, file.users);
      const registered = await readRegistered(queries);
      await replaceLookAlikes(queries, spelled([...file.users.map(({ name }) => name), ...registered]));
      await onAdded(queries, [...file.users, ...registered.map(withoutKeys)]);
      await replaceNotifiedParts(queries, parts);
    });
    onPlainPasswords(file.plainPasswords);
  }

  /** @see SignIns.verify */
  verify(typed: string, password: string, from?: string): Promise<Verdict> {
    return this.#signIns.verify(typed, password, from);
  }

  /** @throws AppError `name_taken`. */
  async register(name: string, password: string): Promise<void> {
    const { database, clock, onAdded, ownsSomething } = this.#options;
    const hash = await this.#hash(password);
    await database.write(async (queries) => {
      const spellings = spellingsOf(name);
      if (await isLookAlikeTaken(queries, [name, ...spellings])) throw errors.name_taken({ name });
      for (const one of [name, ...spellings])
        if (await ownsSomething(queries, one)) throw errors.name_taken({ name });
      if (!(await insertCredential(queries, name, hash, clock.nowMs()))) throw errors.name_taken({ name });
      await insertLookAlike(queries, { name, spellings });
      await onAdded(queries, [withoutKeys(name)]);
    });
  }

  /**
   * @param guard throws when the session has ended; called inside the transaction.
   * @returns the user with the new password, for the session in which it was changed. All others end.
   */
  async changePassword(name: string, password: string, guard: () => void): Promise<User> {
    const { database, clock } = this.#options;
    const hash = await this.#hash(password);
    await database.write(async (queries) => {
      guard();
      await saveCredential(queries, name, hash, clock.nowMs());
    });
    return this.#userOf(name, { password: hash, timeoutSeconds: 0 });
  }

  /** Reads all of config.ini. @returns the number of plain passwords. @throws UsersFileError */
  countPlainPasswords(): number {
    return readUsersFile(this.#options.path, this.#options.extraKeys).plainPasswords;
  }

  /** Rewrites the plain passwords in config.ini as hashes. @returns their number. @throws UsersFileError */
  async protect(step: (done: number, total: number) => void): Promise<number> {
    const count = await protectPasswords(this.#options.path, (password) => this.#hash(password), step);
    await this.refresh();
    return count;
  }

  /** @throws AppError `crowded` */
  async #hash(password: string): Promise<string> {
    const hash = await this.#hashes.run(newPasswords, () => hashPassword(password));
    if (hash === 'full') throw errors.crowded();
    return hash;
  }

  /** The password as it is stored, plain or hashed, tells whether it was changed since. */
  #userOf(name: string, { password, timeoutSeconds }: Account): User {
    const digest = digestOf(password);
    const isValid = async (): Promise<boolean> => {
      try {
        const account = await this.#findAccount(name);
        return account !== undefined && digestOf(account.password) === digest;
      } catch (error) {
        // A mistake in config.ini must not end the sessions while the operator corrects it.
        if (error instanceof UsersFileError && !error.problems.some(({ reason }) => reason === 'no_users'))
          return true;
        throw error;
      }
    };
    return { name, timeoutMs: timeoutSeconds * 1000, isValid };
  }

  async #findAccount(name: string): Promise<Account | undefined> {
    const { database, path } = this.#options;
    // The index is refreshed until it matches the file, which may change meanwhile.
    for (;;) {
      const { index, listed, credential, isAnyone } = await database.read(async (queries) => ({
        index: await readUsersIndex(queries),
        listed: await findIndexedUser(queries, name),
        credential: await findCredential(queries, name),
        isAnyone: await hasUsers(queries),
      }));
      // The file is read for an unknown name as well, so that both cases take the same time.
      const stored =
        index === undefined ? 'changed' : readStoredPassword(path, index.fingerprint, index.defaults, listed);
      if (index === undefined || stored === 'changed') await this.refresh();
      else if (!isAnyone) throw noUsers(path);
      else return accountOf(index.defaultTimeoutSeconds, listed?.timeoutSeconds, stored.password, credential);
    }
  }
}

/** So that a session keeps no plain password. */
const digestOf = (password: string): string => createHash('sha256').update(password).digest('base64');

function* spelled(names: Iterable<string>) {
  for (const name of names) yield { name, spellings: spellingsOf(name) };
}

/** A registered user has no section in config.ini. */
const withoutKeys = (name: string): NewUser => ({ name, extra: new Map() });

/**
 * A password that was changed in the app replaces the one in config.ini. A user that was removed from config.ini has no
 * account any more, even with such a password. A registered user is never in config.ini.
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
