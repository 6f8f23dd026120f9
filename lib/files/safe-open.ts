import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open } from 'node:fs/promises';
import { systemCodeOf } from './file-store-error.ts';

// Windows has neither, and makes links for administrators only.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_RDWR, O_CREAT, O_EXCL } = constants;

/** Opens a file that is one itself: no link is followed, no pipe waited at. @returns undefined when there is none. @throws NotAFile */
export async function openToRead(path: string): Promise<FileHandle | undefined> {
  return checked(path, O_RDONLY);
}

/** The same, for reading and writing. */
export async function openToContinue(path: string): Promise<FileHandle | undefined> {
  return checked(path, O_RDWR);
}

/** Makes a file that was not there, for its owner only unless `mode` says otherwise. @throws EEXIST, also for a link that leads nowhere. */
export const openNew = (path: string, mode = 0o600): Promise<FileHandle> =>
  open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);

/** Makes a folder, for its owner only, unless it is there. @throws NotAFolder when a link or a file is there instead. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
    await hasFolder(path);
  }
}

/** @returns whether it is there. @throws NotAFolder when a link or a file is there instead. */
export async function hasFolder(path: string): Promise<boolean> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (systemCodeOf(error) !== 'ENOENT') throw error;
  });
  if (stats === undefined) return false;
  if (!stats.isDirectory()) throw new NotAFolder(path);
  return true;
}

/** Makes what happened to the names in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows has no handle for a folder.
  const folder = await open(path, O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export class NotAFile extends Error {
  override readonly name = 'NotAFile';
}

class NotAFolder extends Error {
  override readonly name = 'NotAFolder';
  readonly code = 'ENOTDIR';
}

async function checked(path: string, flags: number): Promise<FileHandle | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, flags | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'ENOENT') return undefined;
    // A link; a folder that was to be written; a socket; a device without a driver.
    if (code === 'ELOOP' || code === 'EISDIR' || code === 'ENXIO' || code === 'ENODEV')
      throw new NotAFile(path);
    throw error;
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new NotAFile(path);
}
