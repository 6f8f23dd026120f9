import { join } from 'node:path';
import { Connection, isBusy } from '#db/sqlite/connection.ts';
import { databaseError, translated } from '#db/sqlite/errors.ts';
import { prepareFile } from '#db/sqlite/file.ts';
import { identityOf } from '#db/sqlite/open-files.ts';

/** The exclusive lock on a folder, held until `release`. */
export interface FolderLock {
  /** False after the file of the lock was removed: other processes then lock a new one. */
  isInPlace(): boolean;
  release(): void;
}

/**
 * Locks a folder for this process, and creates the folder when it is missing. The lock is a kernel lock on an empty
 * database named `lock`. Unlike a PID file or a socket, it ends with the process in every case, and other containers on
 * the same disk see it. @throws DatabaseError `in_use` while another process holds the lock.
 */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, 'lock');
  let connection: Connection | undefined;
  try {
    prepareFile(file);
    const holder = new Connection(file, 0);
    connection = holder;
    // The transaction is never committed, because the lock lasts as long as it. The journal in memory leaves no file.
    holder.exec('pragma journal_mode = memory; begin exclusive');
    const identity = identityOf(file);
    return { isInPlace: () => identityOf(file) === identity, release: () => holder.close() };
  } catch (error) {
    connection?.close();
    throw isBusy(error) ? databaseError('in_use', file, { cause: error }) : translated(error, file);
  }
}
