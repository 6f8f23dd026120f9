import { DatabaseError, type DatabaseErrorCode } from './database.ts';

// https://sqlite.org/rescode.html: the low byte is the family. Constraint failures are bugs, and pass through.
const codes: ReadonlyMap<number, DatabaseErrorCode> = new Map([
  [5, 'busy'],
  [6, 'busy'],
  [8, 'read_only'],
  [10, 'io'],
  [11, 'corrupt'],
  [13, 'full'],
  [14, 'cannot_open'],
  [26, 'not_a_database'],
]);

const fileSystemCodes: ReadonlyMap<string, DatabaseErrorCode> = new Map([
  ['EDQUOT', 'full'],
  ['ENOSPC', 'full'],
  ['EROFS', 'read_only'],
]);

const sentences: Readonly<Record<DatabaseErrorCode, string>> = {
  busy: 'is in use by another program for too long. Close that program, then try again.',
  cannot_open: 'cannot be opened. Check that the folder exists and that you may write to it.',
  closed: 'is already closed.',
  corrupt: 'is damaged. Restore it from a backup.',
  foreign: 'belongs to another program. Name another file in the settings.',
  full: 'cannot grow: the disk is full. Make room, then try again.',
  in_use: 'is open in another program. Close that program, then try again.',
  io: 'cannot be read or written. Check the disk.',
  not_a_database: 'is not a database. Move it away, or name another file in the settings.',
  read_only: 'is read-only. Make the file and its folder writable.',
  removed: 'was being removed while it was opened. Start again; if that does not help, run reset again.',
  setting_refused: 'does not accept a setting that keeps the data safe.',
  too_new: 'was written by a newer version of this app. Update the app.',
};

export function databaseError(code: DatabaseErrorCode, file: string, options?: ErrorOptions): DatabaseError {
  return new DatabaseError(code, `The database ${file} ${sentences[code]}`, options);
}

/** What the driver threw, as a DatabaseError where it is about the world and not about the code. */
export function translated(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error;
  const code = codes.get(Number(error.errcode) & 0xff);
  return code === undefined ? error : databaseError(code, file, { cause: error });
}

/** What node:fs threw about the database file. */
export function translatedFromFileSystem(error: NodeJS.ErrnoException, file: string): DatabaseError {
  return databaseError(fileSystemCodes.get(error.code ?? '') ?? 'cannot_open', file, { cause: error });
}
