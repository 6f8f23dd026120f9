import { rmSync, statSync } from 'node:fs';
import { Connection, isBusy } from './connection.ts';
import { databaseError, translated, translatedFromFileSystem } from './errors.ts';
import { removedVersion, versionOf } from './migrate.ts';

export interface RemoveOptions {
  readonly file: string;
  /** Of the app: another app's file is not removed. */
  readonly applicationId: number;
}

/**
 * Removes the database with everything in it, unless anybody has it open: this process counts, too.
 * @throws DatabaseError `in_use`; `foreign` or `not_a_database` when the file is not this app's.
 */
export function removeDatabase({ file, applicationId }: RemoveOptions): void {
  const exists = onDisk(file, () => statSync(file, { throwIfNoEntry: false }) !== undefined);
  if (exists) claim(file, applicationId);
  // The file last: should this be interrupted, what is left says that it was being removed.
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

/** Proves that no other process has the file open, and makes every later opening fail. */
function claim(file: string, applicationId: number): void {
  let connection: Connection | undefined;
  try {
    connection = new Connection(file, 0);
    versionOf(connection, applicationId);
    // Leaving WAL takes a lock that every open connection to a WAL database stands in the way of.
    connection.exec('pragma journal_mode = delete; pragma locking_mode = exclusive');
    connection.exec(`begin exclusive; pragma user_version = ${removedVersion}; commit`);
  } catch (error) {
    throw isBusy(error) ? databaseError('in_use', file, { cause: error }) : translated(error, file);
  } finally {
    connection?.close();
  }
}
