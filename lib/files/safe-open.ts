import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemCodeOf } from './file-store-error.ts';

// Windows has neither, and makes links for administrators only.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_RDWR, O_CREAT, O_EXCL } = constants;

/** A link, a folder, a pipe, a device. */
export class NotAFile extends Error {
  override readonly name = 'NotAFile';
}

/** Opens a file that is one itself: no link is followed, no pipe waited at. @returns undefined when there is none. @throws NotAFile */
export const openToRead = (path: string): Promise<FileHandle | undefined> => openRegular(path, O_RDONLY);

/** The same, for reading and writing. */
export const openToContinue = (path: string): Promise<FileHandle | undefined> => openRegular(path, O_RDWR);

/** Makes a file that was not there, for its owner only unless `mode` says otherwise. @throws EEXIST, also for a link that leads nowhere. */
export const openNew = (path: string, mode = 0o600): Promise<FileHandle> =>
  open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);

async function openRegular(path: string, flags: number): Promise<FileHandle | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, flags | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = systemCodeOf(error) ?? '';
    if (code === 'ENOENT') return undefined;
    // A link; a folder that was to be written; a socket; a device without a driver.
    if (['ELOOP', 'EISDIR', 'ENXIO', 'ENODEV'].includes(code)) throw new NotAFile(path);
    throw error;
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new NotAFile(path);
}
