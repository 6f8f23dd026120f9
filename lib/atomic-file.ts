import { constants } from 'node:fs';
import { type FileHandle, open, readlink, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

export interface WriteOptions {
  /** Called when all is written and only the rename is left. What it throws leaves the old file as it was. */
  readonly beforeReplace?: () => void;
}

/**
 * Writes a file so that at every moment, also after a power cut, there is either all of the old text or all of the new.
 * The new file has the old one's mode and owner, 0600 when there was none. A symbolic link stays, its target is written.
 * @throws the system's error; the old file is then untouched and nothing is left beside it.
 */
export async function writeFileAtomically(
  path: string,
  text: string,
  { beforeReplace }: WriteOptions = {},
): Promise<void> {
  const target = await followLinks(path);
  const temporary = await openBeside(target);
  try {
    await fill(temporary.file, text, target);
    beforeReplace?.();
    await rename(temporary.path, target);
  } catch (error) {
    await unlink(temporary.path);
    throw error;
  }
  await syncFolder(dirname(target));
}

async function fill(file: FileHandle, text: string, target: string): Promise<void> {
  try {
    await file.writeFile(text);
    const old = await stat(target).catch(ifMissing(undefined));
    const { uid, gid } = await file.stat();
    if (old && (old.uid !== uid || old.gid !== gid)) await file.chown(old.uid, old.gid);
    if (old) await file.chmod(old.mode & 0o7777);
    await file.sync();
  } finally {
    await file.close();
  }
}

// In the same folder, because a rename is atomic only inside one file system.
async function openBeside(target: string): Promise<{ path: string; file: FileHandle }> {
  for (let attempt = 1; ; attempt++) {
    const path = join(dirname(target), `.${basename(target)}.${process.pid}-${attempt}.tmp`);
    try {
      // Exclusive: neither another writer's file nor a planted link is ever written through.
      return { path, file: await open(path, 'wx', 0o600) };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || attempt === 100) throw error;
    }
  }
}

/** Like `realpath`, but the last target need not exist. */
async function followLinks(path: string): Promise<string> {
  const real = await realpath(path).catch(ifMissing(undefined));
  if (real !== undefined) return real;
  const link = await readlink(path).catch(ifMissing(undefined));
  return link === undefined ? resolve(path) : followLinks(resolve(dirname(path), link));
}

// The rename itself is in the folder, and survives a power cut only when the folder is on the disk.
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows has no handle for a folder.
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const ifMissing =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (codeOf(error) !== 'ENOENT') throw error;
    return instead;
  };
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
