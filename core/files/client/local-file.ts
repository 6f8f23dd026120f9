import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { notRegular, transferErrors, unusable } from './errors.ts';

/** A local file that is open for sending. */
export interface LocalFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly bytes: number;
  /** It changes when the file changes. The server identifies an interrupted transfer by it. */
  readonly version: string;
  /** @throws AppError `file_changed` */
  checkUnchanged(): Promise<void>;
}

// O_NONBLOCK: otherwise `open` would wait for the writer of a named pipe.
const { O_RDONLY, O_NONBLOCK = 0 } = constants;

/** The caller closes `handle`. @throws AppError `unusable_file` */
export async function openLocalFile(path: string): Promise<LocalFile> {
  const handle = await open(path, O_RDONLY | O_NONBLOCK).catch((error: unknown) => {
    throw unusable(error, path);
  });
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw transferErrors.unusable_file({ path, reason: notRegular });
  }
  const version = await versionOf(handle);
  return {
    path,
    handle,
    bytes: stats.size,
    version,
    async checkUnchanged() {
      if ((await versionOf(handle)) !== version) throw transferErrors.file_changed({ path });
    },
  };
}

async function versionOf(handle: FileHandle): Promise<string> {
  const { size, mtimeNs } = await handle.stat({ bigint: true });
  return `${size}-${mtimeNs}`;
}
