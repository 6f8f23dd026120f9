import { chmodSync, closeSync, mkdirSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseError } from '#db/database.ts';
import { databaseError, translatedFromFileSystem } from './errors.ts';

const ownerOnly = 0o600;
const openToOthers = 0o077;

/**
 * Creates the file with mode 0600, because SQLite would let other users read it; -wal and -shm get the mode of the file.
 * This function never opens an existing file: closing it would drop the locks that SQLite holds on it in this process
 * (sqlite.org/howtocorrupt.html, section 2.2).
 * @throws DatabaseError
 */
export function prepareFile(file: string): void {
  let existing: Stats | undefined;
  try {
    existing = statSync(file, { throwIfNoEntry: false });
    if (isLeftBehind(file)) throw databaseError('incomplete', file);
    if (existing === undefined) create(file);
    else if (existing.isFile() && (existing.mode & openToOthers) !== 0) chmodSync(file, ownerOnly);
  } catch (error) {
    throw error instanceof DatabaseError
      ? error
      : translatedFromFileSystem(error as NodeJS.ErrnoException, file);
  }
  if (existing?.isFile() === false) throw databaseError('not_a_database', file);
}

/**
 * Whether a -wal with data lies beside no main file, or an empty one: SQLite would delete it, and with it what may be the
 * only copy of the last transactions.
 */
function isLeftBehind(file: string): boolean {
  const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // The main file once more at the end: another process may be creating both.
  return sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0 && sizeOf(file) === 0;
}

function create(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(file, 'ax', ownerOnly));
  } catch (error) {
    // EEXIST: another process has just created the file.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
