import { constants } from 'node:fs';
import { type FileHandle, open, readlink, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

export interface WriteOptions {
  /** Called after the writing, before the rename. An error thrown here leaves the old file unchanged. */
  readonly beforeReplace?: () => void;
}

/**
 * Replaces the text of a file atomically: at every moment, also after a power cut, the file has either all of the old
 * text or all of the new. The new file has the mode and the owner of the old one, or mode 0600 if there was none.
 * A symbolic link is kept and its target is replaced.
 * @throws the error of the file system; the old file is then unchanged and the temporary file is removed.
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

// The temporary file is in the same folder, because a rename is atomic only within one file system.
async function openBeside(target: string): Promise<{ path: string; file: FileHandle }> {
  for (let attempt = 1; ; attempt++) {
    const path = join(dirname(target), `.${basename(target)}.${process.pid}-${attempt}.tmp`);
    try {
      // 'wx' never opens an existing file: neither the file of another writer nor a link that an attacker has placed.
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

// The rename changes the folder, so it survives a power cut only after a sync of the folder.
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
