import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemCodeOf } from './file-store-error.ts';

// Windows has neither O_NOFOLLOW nor O_NONBLOCK. There only administrators may create links.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_RDWR, O_CREAT, O_EXCL } = constants;

/** The path is a link, a folder, a pipe or a device. */
export class NotAFile extends Error {
  override readonly name = 'NotAFile';
}

/** Opens a regular file for reading. Follows no link. @returns undefined if it does not exist. @throws NotAFile */
export const openToRead = (path: string): Promise<FileHandle | undefined> => openRegular(path, O_RDONLY);

/** As {@link openToRead}, for reading and writing. */
export const openToContinue = (path: string): Promise<FileHandle | undefined> => openRegular(path, O_RDWR);

/** Creates a new file. @throws EEXIST if the path exists, also as a broken link. */
export const openNew = (path: string, mode = 0o600): Promise<FileHandle> =>
  open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);

async function openRegular(path: string, flags: number): Promise<FileHandle | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, flags | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = systemCodeOf(error) ?? '';
    if (code === 'ENOENT') return undefined;
    // In this order: a link, a folder opened for writing, a socket, a device without a driver.
    if (['ELOOP', 'EISDIR', 'ENXIO', 'ENODEV'].includes(code)) throw new NotAFile(path);
    throw error;
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new NotAFile(path);
}
