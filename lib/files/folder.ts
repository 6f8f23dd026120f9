import type { Stats } from 'node:fs';
import { lstat, mkdir, open, opendir, readdir, unlink } from 'node:fs/promises';
import { systemCodeOf } from './file-store-error.ts';

/** A link or a file stands where a folder should. */
class NotAFolder extends Error {
  override readonly name = 'NotAFolder';
  readonly code = 'ENOTDIR';
}

/** Makes a folder, for its owner only, unless it is there. @throws NotAFolder */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
    await checkFolder(path);
  }
}

/** A link in the place of a folder would lead everything astray. @throws NotAFolder; nothing when there is no folder at all. */
export async function checkFolder(path: string): Promise<void> {
  const stats = await statOf(path);
  if (stats !== undefined && !stats.isDirectory()) throw new NotAFolder(path);
}

/** What is in a folder; nothing when there is none. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(ifMissing)) ?? [];
}

/** The same, so many names at a time and in no order: there may be more than should be held at once. */
export async function* namesInBatches(folder: string, count: number): AsyncGenerator<readonly string[]> {
  let names: string[] = [];
  for await (const { name } of (await opendir(folder).catch(ifMissing)) ?? []) {
    names.push(name);
    if (names.length < count) continue;
    yield names;
    names = [];
  }
  yield names;
}

/** Of the file itself: links are not followed. @returns undefined when there is none. */
export async function statOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(ifMissing);
}

export async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch(ifMissing);
}

/** Makes what happened to the names in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows has no handle for a folder.
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export function ifMissing(error: unknown): undefined {
  if (systemCodeOf(error) !== 'ENOENT') throw error;
}
