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

/** For a sign-in when there are no users: "the name or the password is wrong" would send the operator the wrong way. */
export const noUsers = (path: string): UsersFileError =>
  refusal(path, 'no_users', {
    zh: '没有任何用户，请加上一个区段，例如 [egon]，里面写 password = …',
    en: 'has no user; add a section such as [egon] with a line `password = ...`',
  });

/** A user of config.ini. The password is left out, so that it stays only in the file. */
export interface FileUser extends IndexedUser {
  /** The values of the parts' keys, inherited ones included. */
  readonly extra: ReadonlyMap<string, string>;
}
export interface UsersFile extends UsersIndex {
  readonly users: readonly FileUser[];
  /** The number of plain passwords in the file. */
  readonly plainPasswords: number;
}

/**
 * Reads all of config.ini. Every section except `[DEFAULT]` is a user. Names are normalized to Unicode NFC.
 * @throws UsersFileError with all problems of the file.
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

/** `changed`: the file has another fingerprint, so the index of its byte ranges must be read again. */
export type StoredPassword = 'changed' | { readonly password: string | undefined };

/**
 * Reads one user's password, plain or hashed, from the byte ranges of `[DEFAULT]` and of the user's section.
 * @param user undefined for a name that is not in the file. The function then takes as long and returns no password.
 * @throws UsersFileError when the fingerprint is the same but the range contains another section.
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
  const isSameUser = section?.name.normalize('NFC') === user.name && others.length === 0;
  // The fingerprint misses only an edit in the same clock tick as the previous read.
  if (!isSameUser || password === undefined)
    throw refusal(path, 'changed', {
      zh: '读取之后内容有变，请重新保存一次',
      en: 'has changed since it was read; save it again',
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
