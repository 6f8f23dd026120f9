import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { FileShrank } from '#lib/files/block-reader.ts';
import { isSystemError } from '#lib/files/file-store-error.ts';
import { notRegular, transferErrors, unusable } from './errors.ts';

/** A local file that is open for sending. */
export interface LocalFile {
  readonly path: string;
  readonly handle: FileHandle;
  /** What there is to read, which is not what the system says of the files of /proc. */
  readonly bytes: number;
  /** It changes when the file changes. The server identifies an interrupted transfer by it. */
  readonly version: string;
  /** Call it after the last byte was read. @throws AppError `file_changed` */
  checkUnchanged(): Promise<void>;
}

// O_NONBLOCK: otherwise `open` would wait for the writer of a named pipe.
const { O_RDONLY, O_NONBLOCK = 0 } = constants;

/** The caller closes `handle`. @throws AppError `unusable_file` */
export async function openLocalFile(path: string): Promise<LocalFile> {
  const handle = await open(path, O_RDONLY | O_NONBLOCK).catch((error: unknown) => {
    throw unusable(error, path);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw transferErrors.unusable_file({ path, reason: notRegular });
    const bytes = isOnDisk(stats) ? stats.size : await readableBytes(handle);
    const version = await versionOf(handle);
    const checkUnchanged = async (): Promise<void> => {
      const { bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, bytes);
      if (bytesRead > 0 || (await versionOf(handle)) !== version) throw transferErrors.file_changed({ path });
    };
    return { path, handle, bytes, version, checkUnchanged };
  } catch (error) {
    await handle.close();
    throw toReadError(error, path);
  }
}

/** @returns the AppError for a local file that cannot be read, or that changes meanwhile; any other error unchanged. */
export function toReadError(error: unknown, path: string): unknown {
  if (error instanceof FileShrank) return transferErrors.file_changed({ path });
  return isSystemError(error) ? unusable(error, path) : error;
}

const measureBytes = 64 * 1024;

/**
 * Whether the size can be believed until the file is read. Files that the system makes up, as in /proc and /sys, take no
 * blocks, and their size is 0 or a page. A larger file without blocks is a sparse one.
 */
const isOnDisk = ({ size, blocks }: Stats): boolean => size > 0 && (blocks > 0 || size > measureBytes);

/** Reads the file to its end, to know its size. */
async function readableBytes(handle: FileHandle): Promise<number> {
  const buffer = Buffer.alloc(measureBytes);
  for (let bytes = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, bytes);
    if (bytesRead === 0) return bytes;
    bytes += bytesRead;
  }
}

async function versionOf(handle: FileHandle): Promise<string> {
  const { size, mtimeNs } = await handle.stat({ bigint: true });
  return `${size}-${mtimeNs}`;
}
