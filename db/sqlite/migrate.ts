import type { Row } from '#db/database.ts';
import { type Migration, type MigrationSet, readAdoption, readMigrations } from '#db/migrations.ts';
import { bigintOf, numberOf } from '#db/row.ts';
import type { Connection } from './connection.ts';
import { databaseError } from './errors.ts';
import { beginRecord, checkRecord, keyOf, readRecord, record } from './record.ts';

/** `user_version` while removeDatabase removes the files. */
export const removedVersion = -1;

/**
 * `user_version` of a database whose migrations are recorded by part. Before, it counted the migrations of all parts:
 * that count is added to it, so that a part that is added later still knows whether its tables are there.
 */
const recordedVersion = 100;
/** As far as that count ever went. */
const lastCountedVersion = 3;

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

function readableVersionOf(connection: Connection, applicationId: number): number {
  const version = versionOf(connection, applicationId);
  if (version === removedVersion) throw databaseError('removed', connection.file);
  const isCounted = version <= lastCountedVersion;
  const isRecorded = version >= recordedVersion && version <= recordedVersion + lastCountedVersion;
  if (!isCounted && !isRecorded) throw databaseError('too_new', connection.file);
  return version;
}

/** Begins the record, and adopts the tables of the layout before it: all of that or nothing. */
async function bringAlong(
  connection: Connection,
  applicationId: number,
  sets: readonly MigrationSet[],
): Promise<void> {
  // Tables are made anew, and other tables refer to them meanwhile. Inside a transaction the setting has no effect.
  connection.exec('pragma foreign_keys = off');
  try {
    await transaction(connection, () => {
      // Read again now that no other process can write: one may just have done the same.
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

/** Begins the record where there is none. @returns the version that the database has now. */
function recordedVersionOf(connection: Connection, applicationId: number): number {
  const found = readableVersionOf(connection, applicationId);
  if (found >= recordedVersion) return found;
  const version = recordedVersion + found;
  beginRecord(connection);
  connection.exec(`pragma application_id = ${applicationId}; pragma user_version = ${version}`);
  return version;
}

/** The sets whose tables the layout before has left, in a database with a record. */
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
    // Another process may have been faster.
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
