import type { Queries, Row } from '#db/database.ts';
import { numberOf, stringOf } from '#db/row.ts';
import { yielding } from '#lib/async/yielding.ts';

/** A half-open range of conf/config.ini: `startByte` is included, `endByte` is not. */
export interface ByteRange {
  readonly startByte: number;
  readonly endByte: number;
}

/** The stored facts about conf/config.ini as a whole. */
export interface UsersIndex {
  /** Changes with every change of the file. */
  readonly fingerprint: string;
  readonly defaultTimeoutSeconds: number;
  /** The ranges of the [DEFAULT] sections, from which every user inherits. */
  readonly defaults: readonly ByteRange[];
}

/** The range of the section of one user. The database has no copy of the password in it. */
export interface IndexedUser extends ByteRange {
  readonly name: string;
  readonly timeoutSeconds: number;
}

export async function readUsersIndex(queries: Queries): Promise<UsersIndex | undefined> {
  const row = await queries.get(
    'select fingerprint, default_timeout_seconds, defaults_ranges from config_file',
  );
  return (
    row && {
      fingerprint: stringOf(row, 'fingerprint'),
      defaultTimeoutSeconds: numberOf(row, 'default_timeout_seconds'),
      defaults: JSON.parse(stringOf(row, 'defaults_ranges')),
    }
  );
}

/** Replaces the whole stored index of the file. */
export async function replaceUsersIndex(
  queries: Queries,
  { fingerprint, defaultTimeoutSeconds, defaults }: UsersIndex,
  users: Iterable<IndexedUser>,
): Promise<void> {
  const ranges = defaults.map(({ startByte, endByte }) => ({ startByte, endByte }));
  await queries.run('delete from config_file');
  await queries.run('delete from config_user');
  await queries.run(
    'insert into config_file (only_row, fingerprint, default_timeout_seconds, defaults_ranges) values (1, ?, ?, ?)',
    fingerprint,
    BigInt(defaultTimeoutSeconds),
    JSON.stringify(ranges),
  );
  for await (const { name, timeoutSeconds, startByte, endByte } of yielding(users)) {
    await queries.run(
      'insert into config_user (name, timeout_seconds, start_byte, end_byte) values (?, ?, ?, ?)',
      name,
      BigInt(timeoutSeconds),
      BigInt(startByte),
      BigInt(endByte),
    );
  }
}

export async function findIndexedUser(queries: Queries, name: string): Promise<IndexedUser | undefined> {
  const row = await queries.get(
    'select name, timeout_seconds, start_byte, end_byte from config_user where name = ?',
    name,
  );
  return row && userOf(row);
}

/** Whether there is any user: in conf/config.ini, or registered. */
export async function hasUsers(queries: Queries): Promise<boolean> {
  const row = await queries.get(
    'select exists (select 1 from config_user) or exists (select 1 from credential where registered = 1) as found',
  );
  return row?.['found'] === 1n;
}

const userOf = (row: Row): IndexedUser => ({
  name: stringOf(row, 'name'),
  timeoutSeconds: numberOf(row, 'timeout_seconds'),
  startByte: numberOf(row, 'start_byte'),
  endByte: numberOf(row, 'end_byte'),
});
