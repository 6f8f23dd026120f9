import { randomBytes } from 'node:crypto';
import { clockOf } from '#lib/clock.ts';
import { type FileStore, openFileStore } from '#lib/files/file-store.ts';
import type { OwnerFiles, StoredFile } from '#lib/files/owner-files.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

export interface NewStore extends AsyncDisposable {
  readonly folder: string;
  readonly store: FileStore;
}

/** A store in this folder, or in one of its own that ends with it. */
export async function newStore({
  quotaBytes = 2 ** 40,
  totalBytes = 2 ** 50,
  filesMax = 10_000,
  clock = clockOf(Date.now, () => performance.now()),
  folder = '',
} = {}): Promise<NewStore> {
  const lifetime = new Lifetime();
  const path = folder || lifetime.use(new TemporaryFolder()).path;
  const store = await openFileStore({
    folder: path,
    quotaBytes,
    totalBytes,
    filesMax,
    clock,
    onTrouble: raise,
  });
  lifetime.defer(() => store.close());
  return Object.assign(lifetime, { folder: path, store });
}

/** Stores a file as a sender without a record of earlier tries would. */
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
