import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './database.ts';
import { bigintOf, numberOf } from './row.ts';
import type { Connection } from './sqlite-connection.ts';
import { databaseError } from './sqlite-errors.ts';

// Marks the file as this app's ("capp"), so that nobody else's database is ever migrated or removed.
const applicationId = 0x63617070n;

/** Left by removeDatabase while it removes the files. */
export const removedVersion = -1;

/** Runs the SQL files the database has not seen yet, each in a transaction of its own. @throws DatabaseError */
export async function migrate(connection: Connection, folder: string): Promise<void> {
  const files = migrationFiles(folder);
  const found = versionOf(connection);
  if (found === removedVersion) throw databaseError('removed', connection.file);
  if (found > files.length) throw databaseError('too_new', connection.file);
  for (let version = found; version < files.length; version++) {
    await connection.beginWrite();
    try {
      // Read again now that nobody else can write: another process may just have done the same.
      if (versionOf(connection) === version) {
        connection.exec(readFileSync(join(folder, files[version] ?? ''), 'utf8'));
        connection.exec(`pragma application_id = ${applicationId}; pragma user_version = ${version + 1}`);
      }
      connection.commit();
    } catch (error) {
      connection.rollback();
      throw error;
    }
  }
}

/** How many migrations the database has seen. @throws DatabaseError when it is not this app's. */
export function versionOf(connection: Connection): number {
  const row = connection
    .statement(
      `select application_id, user_version, (select count(*) from sqlite_schema) as parts
       from pragma_application_id, pragma_user_version`,
    )
    .get() as Row;
  const version = numberOf(row, 'user_version');
  const id = bigintOf(row, 'application_id');
  const isNew = id === 0n && version === 0 && bigintOf(row, 'parts') === 0n;
  if (id !== applicationId && !isNew) throw databaseError('foreign', connection.file);
  return version;
}

/** The files in their order: `001-users.sql`, `002-bank.sql`, ... without holes. */
function migrationFiles(folder: string): readonly string[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  for (const [index, name] of files.entries()) {
    if (!name.startsWith(`${String(index + 1).padStart(3, '0')}-`))
      throw new Error(`${name} is not migration ${index + 1}`);
  }
  return files;
}
