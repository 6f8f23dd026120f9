import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#lib/clock.ts';
import { diskFailure } from './file-store-error.ts';
import { ifMissing } from './folder.ts';
import { OwnerFiles } from './owner-files.ts';
import { ownerFolderName, sharedFolderName } from './owner-folder-name.ts';
import { TotalQuota } from './total-quota.ts';
import { openTransferEngine, type TransferEngine } from './transfer-engine.ts';

export interface FileStoreOptions {
  /** An absolute path. Created with mode 0700 if missing. Only one process may use it: see {@link FileStore}. */
  readonly folder: string;
  /** Per owner. */
  readonly quotaBytes: number;
  /** For all owners together. Default: no limit. */
  readonly totalBytes?: number;
  /** Per owner. A user can still read a list of this length. */
  readonly filesMax?: number;
  readonly clock: Clock;
  /** Called before each upload: makes sure that the folder is there and still belongs to this process. */
  claim?(): void;
  /** Called for errors of background work. */
  onTrouble(error: Error): void;
}

/** Files on disk, by owner and name. Counts and reservations are in memory, so two stores must not use the same folder. */
export interface FileStore {
  /** @param owner a user name; undefined for the shared files. */
  of(owner: string | undefined): OwnerFiles;
  readonly engine: TransferEngine;
  close(): Promise<void>;
}

const sweepMs = 60 * 60 * 1000;

/** @throws FileStoreError when the folder cannot be used. */
export async function openFileStore({
  folder,
  quotaBytes,
  totalBytes = Number.POSITIVE_INFINITY,
  filesMax = 10_000,
  clock,
  claim = () => {},
  onTrouble,
}: FileStoreOptions): Promise<FileStore> {
  const engine = openTransferEngine();
  const total = new TotalQuota(totalBytes);
  const owners = new Map<string, OwnerFiles>();
  const inFolder = (name: string): OwnerFiles => {
    const known = owners.get(name);
    if (known !== undefined) return known;
    const nowMs = () => clock.nowMs();
    const options = { folder: join(folder, name), quotaBytes, total, filesMax, engine, nowMs, claim };
    const files = new OwnerFiles(options);
    owners.set(name, files);
    return files;
  };
  const sweep = async (): Promise<void> => {
    // The folder may have been removed by hand. The next upload makes it again.
    for (const entry of (await readdir(folder, { withFileTypes: true }).catch(ifMissing)) ?? [])
      if (entry.isDirectory()) {
        const files = inFolder(entry.name);
        await files.removeAbandoned();
        // An owner of whom nothing is known counts nothing. This also finds what was removed by hand.
        if (totalBytes !== Number.POSITIVE_INFINITY) await files.measure();
      }
  };
  let cancel = () => {};
  let isClosed = false;
  const sweepLater = (): void => {
    if (isClosed) return;
    cancel = clock.after(sweepMs, () => {
      sweep().catch(onTrouble).finally(sweepLater);
    });
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await sweep();
  } catch (error) {
    throw diskFailure(error);
  }
  sweepLater();
  return {
    of: (owner) => inFolder(owner === undefined ? sharedFolderName : ownerFolderName(owner)),
    engine,
    async close() {
      isClosed = true;
      cancel();
      await engine.close();
    },
  };
}
