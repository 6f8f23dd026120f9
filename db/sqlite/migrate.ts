import type { Row } from '#db/database.ts';
import { type Migration, type MigrationSet, readAdoption, readMigrations } from '#db/migrations.ts';
import { bigintOf, numberOf, stringOf } from '#db/row.ts';
import type { Connection } from './connection.ts';
import { databaseError } from './errors.ts';

/** `user_version` while removeDatabase removes the files. */
export const removedVersion = -1;

/** `user_version` of a database whose migrations are recorded by part. Before, it counted the migrations of all parts. */
const recordedVersion = 100;
/** As far as that count ever went. */
const lastCountedVersion = 3;

const recordTable = `create table migration (
  part text not null check (part <> ''),
  number integer not null check (number > 0),
  checksum text not null check (length(checksum) = 64),
  primary key (part, number)
) strict, without rowid`;

export interface MigrateOptions {
  /** Of the app: marks the file as its own. */
  readonly applicationId: number;
  /** In the order in which their tables need each other. */
  readonly migrations: readonly MigrationSet[];
}

/**
 * Runs the migrations the database has not seen yet, each in a transaction of its own. Tables of a part that is not
 * among the sets stay as they are. @throws DatabaseError
 */
export async function migrate(
  connection: Connection,
  { applicationId, migrations }: MigrateOptions,
): Promise<void> {
  if (versionOf(connection, applicationId) !== recordedVersion)
    await beginRecord(connection, applicationId, migrations);
  const recorded = readRecord(connection);
  for (const set of migrations) {
    const known = readMigrations(set);
    checkRecord(connection, set.part, known, recorded);
    for (const migration of known) if (!recorded.has(keyOf(migration))) await run(connection, migration);
  }
}

/** @returns `user_version`. @throws DatabaseError when it is not this app's, or a newer app's. */
export function versionOf(connection: Connection, applicationId: number): number {
  const row = connection
    .statement(
      `select application_id, user_version, (select count(*) from sqlite_schema) as parts
       from pragma_application_id, pragma_user_version`,
    )
    .get() as Row;
  const version = numberOf(row, 'user_version');
  const id = numberOf(row, 'application_id');
  const isNew = id === 0 && version === 0 && bigintOf(row, 'parts') === 0n;
  if (id !== applicationId && !isNew) throw databaseError('foreign', connection.file);
  return version;
}

/** Makes the table of the record. A database of the layout before it is brought along, all of it or nothing. */
async function beginRecord(
  connection: Connection,
  applicationId: number,
  sets: readonly MigrationSet[],
): Promise<void> {
  // Tables are made anew, and other tables refer to them meanwhile. Inside a transaction the setting has no effect.
  connection.exec('pragma foreign_keys = off');
  try {
    await transaction(connection, () => {
      // Read again now that nobody else can write: another process may just have done the same.
      const version = versionOf(connection, applicationId);
      if (version === recordedVersion) return;
      if (version === removedVersion) throw databaseError('removed', connection.file);
      if (version > lastCountedVersion) throw databaseError('too_new', connection.file);
      connection.exec(recordTable);
      for (const set of sets) adopt(connection, set, version);
      connection.exec(`pragma application_id = ${applicationId}; pragma user_version = ${recordedVersion}`);
    });
  } finally {
    connection.exec('pragma foreign_keys = on');
  }
}

function adopt(connection: Connection, set: MigrationSet, version: number): void {
  const adoption = readAdoption(set);
  const [first] = readMigrations(set);
  if (adoption === undefined || first === undefined || version < adoption.version) return;
  connection.exec(adoption.sql);
  record(connection, first);
}

/** @returns checksums by part and number. */
function readRecord(connection: Connection): ReadonlyMap<string, string> {
  const rows = connection.statement('select part, number, checksum from migration').all() as Row[];
  return new Map(
    rows.map((row) => [
      keyOf({ part: stringOf(row, 'part'), number: numberOf(row, 'number') }),
      stringOf(row, 'checksum'),
    ]),
  );
}

/** @throws DatabaseError when the record is ahead of the files, or differs from them. */
function checkRecord(
  { file }: Connection,
  part: string,
  known: readonly Migration[],
  recorded: ReadonlyMap<string, string>,
): void {
  if (recorded.has(keyOf({ part, number: known.length + 1 }))) throw databaseError('too_new', file);
  for (const migration of known) {
    const checksum = recorded.get(keyOf(migration));
    if (checksum === undefined || checksum === migration.checksum) continue;
    throw databaseError('migration_changed', file, { detail: `db/${part}/migrations/${migration.name}` });
  }
}

const keyOf = ({ part, number }: Pick<Migration, 'part' | 'number'>): string => `${part}/${number}`;

async function run(connection: Connection, migration: Migration): Promise<void> {
  await transaction(connection, () => {
    // Another process may have been faster.
    if (readRecord(connection).has(keyOf(migration))) return;
    connection.exec(migration.sql);
    record(connection, migration);
  });
}

function record(connection: Connection, { part, number, checksum }: Migration): void {
  connection
    .statement('insert into migration (part, number, checksum) values (?, ?, ?)')
    .run(part, BigInt(number), checksum);
}

async function transaction(connection: Connection, work: () => void): Promise<void> {
  await connection.beginWrite();
  try {
    work();
    connection.commit();
  } catch (error) {
    connection.rollback();
    throw error;
  }
}
