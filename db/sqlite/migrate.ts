import type { Row } from '#db/database.ts';
import { type Migration, type MigrationSet, readAdoption, readMigrations } from '#db/migrations.ts';
import { bigintOf, numberOf } from '#db/row.ts';
import type { Connection } from './connection.ts';
import { databaseError } from './errors.ts';
import { beginRecord, checkRecord, keyOf, readRecord, record } from './record.ts';

/** The `user_version` of a database whose files removeDatabase is removing. */
export const removedVersion = -1;

/**
 * The lowest `user_version` of a database that records its migrations by part. In the old layout `user_version` was the
 * number of migrations of all parts. That number is added to this one, so that a part that is added later knows whether
 * the database already has its tables.
 */
export const recordedVersion = 100;
/** The last `user_version` of the old layout. */
const lastCountedVersion = 3;

export interface MigrateOptions {
  /** SQLite's `application_id`, which marks the file as one of this app. */
  readonly applicationId: number;
  /** A set follows the sets whose tables it refers to. */
  readonly migrations: readonly MigrationSet[];
}

/**
 * Runs each migration that the database has not recorded, in a transaction of its own. Tables of a part without a set
 * stay unchanged. @throws DatabaseError
 */
export async function migrate(
  connection: Connection,
  { applicationId, migrations }: MigrateOptions,
): Promise<void> {
  const version = readableVersionOf(connection, applicationId);
  if (version < recordedVersion || unadopted(connection, version, migrations).length > 0)
    await bringAlong(connection, applicationId, migrations);
  const recorded = readRecord(connection);
  for (const set of migrations) {
    const known = readMigrations(set);
    checkRecord(connection, set.part, known, recorded);
    for (const migration of known) if (!recorded.has(keyOf(migration))) await run(connection, migration);
  }
}

/** @returns `user_version`, 0 for a new file. @throws DatabaseError `foreign` for a database of another app. */
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

function readableVersionOf(connection: Connection, applicationId: number): number {
  const version = versionOf(connection, applicationId);
  if (version === removedVersion) throw databaseError('removed', connection.file);
  const isCounted = version <= lastCountedVersion;
  const isRecorded = version >= recordedVersion && version <= recordedVersion + lastCountedVersion;
  if (!isCounted && !isRecorded) throw databaseError('too_new', connection.file);
  return version;
}

/** Creates the record and adopts the tables of the old layout, in one transaction. */
async function bringAlong(
  connection: Connection,
  applicationId: number,
  sets: readonly MigrationSet[],
): Promise<void> {
  // An adoption replaces tables that other tables refer to. The pragma has no effect inside a transaction.
  connection.exec('pragma foreign_keys = off');
  try {
    await transaction(connection, () => {
      // Read again under the write lock: another process may have just adopted the tables.
      const version = recordedVersionOf(connection, applicationId);
      for (const { adoption, first } of unadopted(connection, version, sets)) {
        connection.exec(adoption.sql);
        record(connection, first);
      }
    });
  } finally {
    connection.exec('pragma foreign_keys = on');
  }
}

/** Creates the record if the database has none. @returns the `user_version` after that. */
function recordedVersionOf(connection: Connection, applicationId: number): number {
  const found = readableVersionOf(connection, applicationId);
  if (found >= recordedVersion) return found;
  const version = recordedVersion + found;
  beginRecord(connection);
  connection.exec(`pragma application_id = ${applicationId}; pragma user_version = ${version}`);
  return version;
}

/** @returns the sets whose tables still have the old layout. The database must have a record. */
function unadopted(connection: Connection, version: number, sets: readonly MigrationSet[]) {
  if (version === recordedVersion) return [];
  const recorded = readRecord(connection);
  return sets.flatMap((set) => {
    if (recorded.has(keyOf({ part: set.part, number: 1 }))) return [];
    const adoption = readAdoption(set);
    const [first] = readMigrations(set);
    if (adoption === undefined || first === undefined) return [];
    return version - recordedVersion >= adoption.version ? [{ adoption, first }] : [];
  });
}

async function run(connection: Connection, migration: Migration): Promise<void> {
  await transaction(connection, () => {
    // Another process may have run this migration in the meantime.
    if (readRecord(connection).has(keyOf(migration))) return;
    connection.exec(migration.sql);
    record(connection, migration);
  });
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
