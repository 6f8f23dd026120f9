import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { clockOf } from '#lib/clock.ts';
import { type FileStore, openFileStore } from '#lib/files/file-store.ts';
import type { OwnerFiles, StoredFile } from '#lib/files/owner-files.ts';

export interface NewStore {
  readonly folder: string;
  readonly store: FileStore;
}

/** A store in a folder of its own; both are gone when the test ends. */
export async function newStore({
  quotaBytes = 2 ** 40,
  filesMax = 10_000,
  clock = clockOf(Date.now, () => performance.now()),
  folder = '',
} = {}): Promise<NewStore> {
  const place = folder || (await newFolder());
  const store = await openFileStore({ folder: place, quotaBytes, filesMax, clock, onTrouble: raise });
  onTestFinished(() => store.close());
  return { folder: place, store };
}

export async function newFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'files-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Stores a file as a sender would who knows nothing of earlier tries. */
export async function put(files: OwnerFiles, name: string, content: Uint8Array | string): Promise<void> {
  const bytes = Buffer.from(content);
  const upload = await files.receive({ name, totalBytes: bytes.length });
  try {
    await upload.begin(0);
    await upload.write(bytes);
    await upload.finish();
  } finally {
    await upload.discard();
  }
}

export async function contentOf(files: OwnerFiles, name: string): Promise<Buffer> {
  const { handle } = await files.open(name);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** All files, by name. */
export async function listed(files: OwnerFiles): Promise<readonly StoredFile[]> {
  const all: StoredFile[] = [];
  for await (const page of files.list()) all.push(...page);
  return all.sort((one, other) => (one.name < other.name ? -1 : 1));
}

export const content = (bytes: number): Buffer => randomBytes(bytes);

function raise(error: Error): never {
  throw error;
}
