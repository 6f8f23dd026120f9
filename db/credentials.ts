import type { Queries } from './database.ts';
import { stringOf } from './row.ts';

/** @returns the hash of the password that `name` chose in the app, if any. */
export async function findCredential(queries: Queries, name: string): Promise<string | undefined> {
  const row = await queries.get('select hash from credential where name = ?', name);
  return row && stringOf(row, 'hash');
}

/** Sets the password of `name`, whether there is one already or not. @param hash `$argon2id$...`, never plain text. */
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

/** @returns false when the name is taken, and leaves its password alone. */
export async function insertCredential(
  queries: Queries,
  name: string,
  hash: string,
  changedAtMs: number,
): Promise<boolean> {
  const inserted = await queries.run(
    'insert into credential (name, hash, changed_at_ms) values (?, ?, ?) on conflict (name) do nothing',
    name,
    hash,
    BigInt(changedAtMs),
  );
  return inserted === 1n;
}
