import { join } from 'node:path';
import { Connection, isBusy } from '#db/sqlite/connection.ts';
import { databaseError, translated } from '#db/sqlite/errors.ts';
import { prepareFile } from '#db/sqlite/file.ts';

/** A folder that no other process may use meanwhile. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a folder for this process alone; it is made when it is missing. The lock is the kernel's, on an empty database
 * of the name `lock`: unlike a PID file or a socket it ends with the process, however that ends, and other containers
 * on the same disk see it. @throws DatabaseError `in_use` while another process has it.
 */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, 'lock');
  let connection: Connection | undefined;
  try {
    prepareFile(file);
    const holder = new Connection(file, 0);
    connection = holder;
    // Never committed: the lock lasts as long as the transaction. Without a journal nothing is left behind.
    holder.exec('pragma journal_mode = memory; begin exclusive');
    return { release: () => holder.close() };
  } catch (error) {
    connection?.close();
    throw isBusy(error) ? databaseError('in_use', file, { cause: error }) : translated(error, file);
  }
}
