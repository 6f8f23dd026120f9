import { rmSync, statSync } from 'node:fs';
import { Connection, isBusy } from './connection.ts';
import { databaseError, translated, translatedFromFileSystem } from './errors.ts';
import { removedVersion, versionOf } from './migrate.ts';

export interface RemoveOptions {
  readonly file: string;
  /** SQLite's `application_id`. The file of another app is not removed. */
  readonly applicationId: number;
}

/**
 * Removes the files of the database. No connection may have it open, in this process or another.
 * @throws DatabaseError `in_use` when the database is open; `foreign` or `not_a_database` for a file of another app.
 */
export function removeDatabase({ file, applicationId }: RemoveOptions): void {
  const exists = onDisk(file, () => statSync(file, { throwIfNoEntry: false }) !== undefined);
  if (exists) claim(file, applicationId);
  // The main file goes last: after an interruption its `user_version` says that the removal has begun.
  for (const suffix of ['-journal', '-shm', '-wal', ''])
    onDisk(file, () => rmSync(file + suffix, { force: true }));
}

function onDisk<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translatedFromFileSystem(error as NodeJS.ErrnoException, file);
  }
}

/** Checks that no other connection has the file open, and marks the file as removed, so that later connections refuse it. */
function claim(file: string, applicationId: number): void {
  let connection: Connection | undefined;
  try {
    connection = new Connection(file, 0);
    versionOf(connection, applicationId);
    // Leaving WAL mode needs an exclusive lock, which is refused while any connection to the database is open.
    connection.exec('pragma journal_mode = delete; pragma locking_mode = exclusive');
    connection.exec(`begin exclusive; pragma user_version = ${removedVersion}; commit`);
  } catch (error) {
    throw isBusy(error) ? databaseError('in_use', file, { cause: error }) : translated(error, file);
  } finally {
    connection?.close();
  }
}
