import { createHash } from 'node:crypto';
import { chmod, chown, type FileHandle, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCodeOf } from './file-store-error.ts';
import { ifMissing, statOf, syncFolder } from './folder.ts';
import { NotAFile, openNew, openToContinue } from './safe-open.ts';

/** A file that is being downloaded. */
export interface PartFile {
  readonly handle: FileHandle;
  /** The bytes of an earlier try. */
  readonly partialBytes: number;
  /** Renames the file to its target in one atomic step. It replaces an old file and takes over its mode. */
  finish(): Promise<void>;
  /** Keeps the file as NAME.get-part for another try. */
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/** No other program uses this suffix: browsers use NAME.part, and `split` makes NAME.part-1. */
const suffix = '.get-part';
/** Leaves room for the suffix and the process id in a name of 255 bytes. */
const stemBytesMax = 200;

/**
 * Opens NAME.get-part with the bytes of an earlier try. During the download it has the name NAME.get-part-PID: two
 * processes that download the same file use two part files, and a later process finds the part file of a killed one.
 * @throws the system's error.
 */
export async function openPartFile(target: string, pid: number): Promise<PartFile> {
  const folder = dirname(target);
  const name = basename(target);
  const stem =
    Buffer.byteLength(name) > stemBytesMax ? createHash('sha256').update(name).digest('hex') : name;
  const kept = join(folder, `${stem}${suffix}`);
  const path = `${kept}-${pid}`;
  for (const left of await leftBehind(folder, `${stem}${suffix}`)) if (await claim(left, path)) break;
  const found = await openToContinue(path).catch((error: unknown) => {
    if (!(error instanceof NotAFile)) throw error;
  });
  // A new file gets the mode that the umask leaves, as with other programs. A file that replaces another one gets its mode at
  // the end, and until then it is for its owner only: the old file may be.
  const isNew = (await stat(target).catch(ifMissing)) === undefined;
  const handle = found ?? (await openNew(path, isNew ? 0o666 : 0o600));
  const { size: partialBytes } = await handle.stat();
  return {
    handle,
    partialBytes,
    async finish() {
      await handle.sync();
      await handle.close();
      const old = await stat(target).catch(ifMissing);
      // Only root may give a file away. For everybody else the new file belongs to its creator.
      if (old !== undefined) await chown(path, old.uid, old.gid).catch(ifNotPermitted);
      if (old !== undefined) await chmod(path, old.mode & 0o777);
      await rename(path, target);
      await syncFolder(folder);
    },
    async keep() {
      const { size } = await handle.stat();
      await handle.close();
      await (size > 0 ? rename(path, kept) : unlink(path));
    },
    async discard() {
      await handle.close();
      await unlink(path);
    },
  };
}

function ifNotPermitted(error: unknown): void {
  if (systemCodeOf(error) !== 'EPERM') throw error;
}

/** The part files of earlier tries: NAME.get-part, and NAME.get-part-PID of processes that no longer run. */
async function leftBehind(folder: string, kept: string): Promise<readonly string[]> {
  const isLeft = (name: string): boolean => {
    const [, pid] = name.startsWith(`${kept}-`) ? (/^-(\d{1,10})$/.exec(name.slice(kept.length)) ?? []) : [];
    return name === kept || (pid !== undefined && !isRunning(Number(pid)));
  };
  return (await readdir(folder)).filter(isLeft).map((name) => join(folder, name));
}

/** Renames a left part file to `path`. @returns false if another process was faster. */
async function claim(left: string, path: string): Promise<boolean> {
  if (!(await statOf(left))?.isFile()) return false;
  try {
    await rename(left, path);
    return true;
  } catch (error) {
    ifMissing(error);
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) !== 'ESRCH';
  }
}
