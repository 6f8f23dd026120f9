import { basename } from 'node:path';
import type { ByteRange, IndexedUser, UsersIndex } from '#db/users/users.ts';
import { type IniSection, parseIni } from '#lib/ini/parse.ts';
import { IniError } from '#lib/ini/problem.ts';
import { isHash } from '#lib/password.ts';
import { byteRangesIn } from './byte-ranges.ts';
import { UsersFileError } from './error.ts';
import { passwordsOf, protectPasswords } from './protect.ts';
import { fingerprintOf, parseFile, readRanges, refusal } from './read.ts';
import { type ExtraKeys, fallbackTimeoutSeconds, problemsOf } from './rules.ts';

export { fingerprintOf, protectPasswords, UsersFileError };

/** A user of config.ini without the password, which stays in the file. */
export interface FileUser extends IndexedUser {
  /** The values, own or inherited, of the keys that the app adds to the skeleton's. */
  readonly extra: ReadonlyMap<string, string>;
}
export interface UsersFile extends UsersIndex {
  readonly users: readonly FileUser[];
  /** How many passwords lie in the file as plain text. */
  readonly plainPasswords: number;
}

/**
 * Reads all of config.ini: every section but `[DEFAULT]` is a user. Names come in Unicode's NFC form.
 * @throws UsersFileError with every problem of the file.
 */
export function readUsersFile(path: string, extraKeys: ExtraKeys): UsersFile {
  const { fingerprint, text, document } = parseFile(path);
  const problems = problemsOf(document, extraKeys);
  if (problems.length > 0) throw new UsersFileError(basename(path), problems);
  const { defaults, sections } = document;
  const defaultTimeoutSeconds = Number(defaults.own.get('user_timeout')?.value ?? fallbackTimeoutSeconds);
  const inBytes = byteRangesIn(text);
  return {
    fingerprint,
    defaultTimeoutSeconds,
    defaults: defaults.ranges.map(byteRangesIn(text)),
    users: Array.from(sections.values(), (section) => ({
      name: section.name.normalize('NFC'),
      timeoutSeconds: Number(section.get('user_timeout')?.value ?? defaultTimeoutSeconds),
      extra: extraOf(section, extraKeys),
      ...inBytes(section),
    })),
    plainPasswords: passwordsOf(document).filter(({ value }) => !isHash(value)).length,
  };
}

function extraOf(section: IniSection, extraKeys: ExtraKeys): ReadonlyMap<string, string> {
  const extra = new Map<string, string>();
  for (const key of extraKeys.keys()) {
    const option = section.get(key);
    if (option) extra.set(key, option.value);
  }
  return extra;
}

/** `changed`: the file is no longer the one with that fingerprint, and where things lie in it has to be read anew. */
export type StoredPassword = 'changed' | { readonly password: string | undefined };

/**
 * Reads one user's password, a hash or plain text, and nothing else of the file: what `[DEFAULT]` lends, and the user's section.
 * @param user undefined for a name that is not in the file: the answer then holds no password, and takes as long.
 * @throws UsersFileError when the fingerprint is right but there is another user in that place.
 */
export function readStoredPassword(
  path: string,
  fingerprint: string,
  defaults: readonly ByteRange[],
  user: (ByteRange & { readonly name: string }) | undefined,
): StoredPassword {
  const text = readRanges(path, fingerprint, user ? [...defaults, user] : defaults);
  if (text === undefined) return 'changed';
  if (!user) return { password: undefined };
  const [section, ...others] = sectionsIn(text);
  const password = section?.get('password')?.value;
  const isTheirs = section?.name.normalize('NFC') === user.name && others.length === 0;
  // Only an edit in the very clock tick in which the file was read before can lead here.
  if (!isTheirs || password === undefined)
    throw refusal(path, 'changed', {
      zh: '与先前读到的不一样了，请重新保存一次',
      en: 'is not what was read before; save it again',
    });
  return { password };
}

function sectionsIn(text: string): readonly IniSection[] {
  try {
    return [...parseIni(text).sections.values()];
  } catch (error) {
    if (error instanceof IniError) return [];
    throw error;
  }
}
