import { type BigIntStats, closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ByteRange } from '#db/users/users.ts';
import { decodeIni } from '#lib/ini/decode.ts';
import { type IniDocument, parseIni } from '#lib/ini/parse.ts';
import { IniError } from '#lib/ini/problem.ts';
import { readFailure } from '#lib/read-failure.ts';
import type { Text } from '#lib/text/text.ts';
import { UsersFileError, type UsersFileReason } from './error.ts';

/** config.ini as it lies on the disk, before any rule about users. */
export interface ParsedFile {
  readonly fingerprint: string;
  readonly text: string;
  readonly document: IniDocument;
}

/**
 * Changes whenever the file does: also when it is replaced by one of the same size, or set back in time.
 * @throws UsersFileError when there is no such file.
 */
export const fingerprintOf = (path: string): string =>
  orRefuse(path, () => fingerprintOfStats(statSync(path, { bigint: true })));

/** @throws UsersFileError when it cannot be read, keeps changing, or is no INI file. */
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
 * @returns the text of some byte ranges, each ended by a line break; undefined when the file is not, or is no longer, the
 * one with that fingerprint.
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
    if (read === 0) break; // The file is shorter now; its fingerprint will tell.
    length += read;
  }
  return bytes.toString('utf8', 0, length);
}

function withOpen<T>(path: string, use: (file: number) => T): T {
  return orRefuse(path, () => {
    const file = openSync(path, 'r');
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
