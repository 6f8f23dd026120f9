import { DatabaseError, type DatabaseErrorCode } from '#db/database.ts';
import { clean } from '#lib/text/clean.ts';
import type { Text } from '#lib/text/text.ts';

// https://sqlite.org/rescode.html: the low byte is the primary code. Constraint failures are bugs and stay as they are.
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

// The driver gives no code when `all` fails in the middle of a result, only the message of SQLite.
const messages: ReadonlyMap<string, DatabaseErrorCode> = new Map([
  ['database is locked', 'busy'],
  ['disk I/O error', 'io'],
  ['database disk image is malformed', 'corrupt'],
  ['database or disk is full', 'full'],
]);

const fileSystemCodes: ReadonlyMap<string, DatabaseErrorCode> = new Map([
  ['EDQUOT', 'full'],
  ['ENOSPC', 'full'],
  ['EROFS', 'read_only'],
]);

/** Each sentence follows the name of the file. */
const sentences: Readonly<Record<DatabaseErrorCode, Text>> = {
  busy: {
    zh: '被别的程序占用太久，请关闭那个程序后再试。',
    en: 'has been in use by another program for too long. Close that program, then try again.',
  },
  cannot_open: {
    zh: '无法打开，请检查文件夹是否存在、是否可写。',
    en: 'cannot be opened. Check that the folder exists and that you may write to it.',
  },
  closed: { zh: '已经关闭，请重新启动程序。', en: 'is already closed. Start the app again.' },
  corrupt: {
    zh: '已损坏，请留一份副本，再从备份恢复。',
    en: 'is damaged. Keep a copy, and restore it from a backup.',
  },
  foreign: { zh: '属于别的程序，请把它移走。', en: 'belongs to another program. Move it away.' },
  full: {
    zh: '无法写入更多数据，磁盘已满，请腾出空间后再试。',
    en: 'cannot grow: the disk is full. Make room, then try again.',
  },
  in_use: {
    zh: '正被别的程序使用，请关闭那个程序后再试。',
    en: 'is open in another program. Close that program, then try again.',
  },
  incomplete: {
    zh: '不见了或是空的，只剩下它的 -wal 文件，其中可能有数据。请把两个文件一起从备份恢复；不需要时把 -wal 移走。',
    en: 'is missing or empty, but its -wal file is there and may hold data. Restore both files together; move -wal away if you do not need it.',
  },
  io: { zh: '无法读写，请检查磁盘。', en: 'cannot be read or written. Check the disk.' },
  migration_changed: {
    zh: '的表是由另一个版本的 {detail} 建立的，请恢复那个文件，把改动写进下一个编号的文件。',
    en: 'has tables that another version of {detail} made. Restore that file, and write your change into a new file with the next number.',
  },
  not_a_database: {
    zh: '无法读作数据库：它是别的文件，或者开头已损坏。请留一份副本，有你的数据就从备份恢复，没有就移走。',
    en: 'cannot be read as a database: it is another file, or its beginning is damaged. Keep a copy, and restore a backup if it held your data; if not, move it away.',
  },
  read_only: {
    zh: '是只读的，请让文件和它所在的文件夹可写。',
    en: 'is read-only. Make the file and its folder writable.',
  },
  removed: {
    zh: '打开时正在被删除，请重新启动；如果没有用，请再运行一次 reset。',
    en: 'was being removed while it was opened. Start again; if that does not help, run reset again.',
  },
  replaced: {
    zh: '在程序运行时被移走、删除或换掉，什么也不再写入。请停止程序，把文件放回原处，再启动。',
    en: 'was moved, removed or replaced while the app is running; nothing more is written. Stop the app, put the file back, then start again.',
  },
  setting_refused: {
    zh: '所在的磁盘不支持保证数据安全的设置，请把它放到本机的磁盘上。',
    en: 'does not accept a setting that protects the data. Move it to a local disk of this machine.',
  },
  too_new: {
    zh: '由更新的版本写入，请升级本程序。',
    en: 'was written by a newer version of this app. Update the app.',
  },
};

export function databaseError(
  code: DatabaseErrorCode,
  file: string,
  { detail = '', ...options }: ErrorOptions & { readonly detail?: string } = {},
): DatabaseError {
  const sentence = (text: string): string => `${clean(file)} ${text.replace('{detail}', clean(detail))}`;
  const { zh, en } = sentences[code];
  return new DatabaseError(
    code,
    { zh: `数据库 ${sentence(zh)}`, en: `The database ${sentence(en)}` },
    options,
  );
}

/** @returns a DatabaseError for an error of the driver that the environment has caused; any other error unchanged. */
export function translated(error: unknown, file: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'errcode' in error ? codes.get(Number(error.errcode) & 0xff) : messages.get(error.message);
  return code === undefined ? error : databaseError(code, file, { cause: error });
}

/** @param error an error of node:fs about the database file. */
export function translatedFromFileSystem(error: NodeJS.ErrnoException, file: string): DatabaseError {
  return databaseError(fileSystemCodes.get(error.code ?? '') ?? 'cannot_open', file, { cause: error });
}
