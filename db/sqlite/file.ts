import { chmodSync, closeSync, mkdirSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { databaseError, translatedFromFileSystem } from './errors.ts';

const ownerOnly = 0o600;
const openToOthers = 0o077;

/**
 * Makes the file before SQLite does, which would let others read it; -wal and -shm take its mode.
 * An existing file is never opened here: closing it would drop the locks SQLite holds on it in this process.
 * @throws DatabaseError
 */
export function prepareFile(file: string): void {
  let existing: Stats | undefined;
  try {
    existing = statSync(file, { throwIfNoEntry: false });
    if (existing === undefined) create(file);
    else if (existing.isFile() && (existing.mode & openToOthers) !== 0) chmodSync(file, ownerOnly);
  } catch (error) {
    throw translatedFromFileSystem(error as NodeJS.ErrnoException, file);
  }
  if (existing?.isFile() === false) throw databaseError('not_a_database', file);
}

function create(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(file, 'ax', ownerOnly));
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
