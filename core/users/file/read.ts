import { type BigIntStats, closeSync, fstatSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ByteRange } from '#db/users/users.ts';
import { decodeIni } from '#lib/ini/decode.ts';
import { type IniDocument, parseIni } from '#lib/ini/parse.ts';
import { IniError } from '#lib/ini/problem.ts';
import { readFailure } from '#lib/read-failure.ts';
import { openRegularFile } from '#lib/read-regular-file.ts';
import type { Text } from '#lib/text/text.ts';
import { UsersFileError, type UsersFileReason } from './error.ts';

/** config.ini as an INI file, before the rules about users are checked. */
export interface ParsedFile {
  readonly fingerprint: string;
  readonly text: string;
  readonly document: IniDocument;
}

/**
 * A text that changes with every change of the file, even if the size stays the same or the time is set back.
 * @throws UsersFileError when the file is missing.
 */
export const fingerprintOf = (path: string): string =>
  orRefuse(path, () => fingerprintOfStats(statSync(path, { bigint: true })));

/** @throws UsersFileError when the file cannot be read, keeps changing, or is not an INI file. */
export function parseFile(path: string): ParsedFile {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const { before, bytes, after } = withOpen(path, (file) => ({
      before: fingerprintOfOpen(file),
      bytes: readFileSync(file),
      after: fingerprintOfOpen(file),
    }));
    if (before === after) return { fingerprint: after, ...parse(path, bytes) };
  }
  throw refusal(path, 'changed', {
    zh: '在读取时一直有改动，请等没有程序写入时再试',
    en: 'changes while it is being read; try again when no program is writing it',
  });
}

function parse(path: string, bytes: Uint8Array): { text: string; document: IniDocument } {
  try {
    const text = decodeIni(bytes);
    return { text, document: parseIni(text) };
  } catch (error) {
    if (error instanceof IniError) throw new UsersFileError(basename(path), error.problems);
    throw error;
  }
}

/**
 * Reads byte ranges of the file. @returns their text, with a line break after each range; undefined when the file's
 * fingerprint is another one.
 */
export function readRanges(
  path: string,
  fingerprint: string,
  ranges: readonly ByteRange[],
): string | undefined {
  return withOpen(path, (file) => {
    if (fingerprintOfOpen(file) !== fingerprint) return undefined;
    const text = ranges.map((range) => `${readRange(file, range)}\n`).join('');
    return fingerprintOfOpen(file) === fingerprint ? text : undefined;
  });
}

export const refusal = (path: string, reason: UsersFileReason, sentence: Text): UsersFileError =>
  new UsersFileError(basename(path), [{ reason, sentence }]);

const fingerprintOfStats = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, size, mtimeNs, ctimeNs].join('-');
const fingerprintOfOpen = (file: number): string => fingerprintOfStats(fstatSync(file, { bigint: true }));

function readRange(file: number, { startByte, endByte }: ByteRange): string {
  const bytes = Buffer.alloc(endByte - startByte);
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(file, bytes, length, bytes.length - length, startByte + length);
    if (read === 0) break; // The file has become shorter. The comparison of fingerprints will find that.
    length += read;
  }
  return bytes.toString('utf8', 0, length);
}

function withOpen<T>(path: string, use: (file: number) => T): T {
  return orRefuse(path, () => {
    const file = openRegularFile(path);
    try {
      return use(file);
    } finally {
      closeSync(file);
    }
  });
}

function orRefuse<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw refusal(path, 'unreadable', readFailure(error, path));
  }
}
