import type { Queries } from '#db/database.ts';
import { numberOf, stringOf } from '#db/row.ts';

/** The password that a user has chosen in the app. */
export interface Credential {
  /** `$argon2id$...` */
  readonly hash: string;
  /** True for a registered user; false for a user of config.ini with a changed password. */
  readonly registered: boolean;
}

export async function findCredential(queries: Queries, name: string): Promise<Credential | undefined> {
  const row = await queries.get('select hash, registered from credential where name = ?', name);
  return row && { hash: stringOf(row, 'hash'), registered: numberOf(row, 'registered') === 1 };
}

/** @returns the names of the registered users, who are not in config.ini. */
export async function readRegistered(queries: Queries): Promise<readonly string[]> {
  const rows = await queries.all('select name from credential where registered = 1');
  return rows.map((row) => stringOf(row, 'name'));
}

/** Sets or replaces the password of `name`. @param hash `$argon2id$...`, never plain text. */
export async function saveCredential(
  queries: Queries,
  name: string,
  hash: string,
  changedAtMs: number,
): Promise<void> {
  await queries.run(
    `insert into credential (name, hash, changed_at_ms) values (?, ?, ?)
     on conflict (name) do update set hash = excluded.hash, changed_at_ms = excluded.changed_at_ms`,
    name,
    hash,
    BigInt(changedAtMs),
  );
}

/** Registers `name` with a password. @returns false when the name is taken; its password then stays unchanged. */
export async function insertCredential(
  queries: Queries,
  name: string,
  hash: string,
  changedAtMs: number,
): Promise<boolean> {
  const inserted = await queries.run(
    'insert into credential (name, hash, changed_at_ms, registered) values (?, ?, ?, 1) on conflict (name) do nothing',
    name,
    hash,
    BigInt(changedAtMs),
  );
  return inserted === 1n;
}
