import type { Stats } from 'node:fs';
import { lstat, mkdir, open, opendir, readdir, unlink } from 'node:fs/promises';
import { systemCodeOf } from './file-store-error.ts';

/** The path is a link or a file, not a folder. */
class NotAFolder extends Error {
  override readonly name = 'NotAFolder';
  readonly code = 'ENOTDIR';
}

/** Makes a folder with mode 0700 unless it exists. @throws NotAFolder */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
    await checkFolder(path);
  }
}

/** Checks that the path, if it exists, is a folder: a link would redirect all files. @throws NotAFolder */
export async function checkFolder(path: string): Promise<void> {
  const stats = await statOf(path);
  if (stats !== undefined && !stats.isDirectory()) throw new NotAFolder(path);
}

/** The names in a folder; empty if it does not exist. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(ifMissing)) ?? [];
}

/** The names in a folder, in batches of `count` and in no order, so that memory stays limited. */
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

/** Links are not followed. @returns undefined if the path does not exist. */
export async function statOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(ifMissing);
}

export async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch(ifMissing);
}

/** Makes created, renamed and removed names in a folder durable. */
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
