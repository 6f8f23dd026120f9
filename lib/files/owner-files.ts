import { createHash, randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, lstat, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFileName, composeFileName } from './file-name.ts';
import { diskFailure, FileStoreError, systemCodeOf } from './file-store-error.ts';
import { chargeFor, Quota, type Reservation } from './quota.ts';
import {
  hasFolder,
  makeFolder,
  NotAFile,
  openNew,
  openToContinue,
  openToRead,
  syncFolder,
} from './safe-open.ts';
import type { TransferEngine } from './transfer-engine.ts';
import { Turn } from './turn.ts';
import { Upload } from './upload.ts';

export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** A stored file, open: whole, and the same until it is closed, whatever is stored under its name meanwhile. */
export interface OpenedFile extends StoredFile {
  readonly handle: FileHandle;
}

export interface UploadRequest {
  readonly name: string;
  readonly totalBytes: number;
  /** By which a broken upload is found again: the same for the same content only. Left out: it cannot be continued. */
  readonly transfer?: string | undefined;
}

export interface OwnerFilesParts {
  /** Absolute; what is in it belongs to this object alone. */
  readonly folder: string;
  readonly quotaBytes: number;
  readonly engine: TransferEngine;
  nowMs(): number;
}

/** A partial upload that nobody has continued for so long is given up. */
export const partialKeptMs = 24 * 60 * 60 * 1000;

/** Partial uploads that cannot be continued: left over, they are of no use. */
const oncePrefix = 'once-';

/**
 * The files of one owner. Uploads grow in a folder beside the files: no name is reserved for them, and none can meet one.
 * Every method throws FileStoreError when it cannot do what it should.
 */
export class OwnerFiles {
  readonly #parts: OwnerFilesParts;
  readonly #files: string;
  readonly #partials: string;
  readonly #turn = new Turn();
  readonly #quota: Quota;
  /** The partial uploads that somebody is writing to. */
  readonly #inUse = new Set<string>();

  constructor(parts: OwnerFilesParts) {
    this.#parts = parts;
    this.#files = join(parts.folder, 'files');
    this.#partials = join(parts.folder, 'partial');
    this.#quota = new Quota({
      quotaBytes: parts.quotaBytes,
      measure: () => this.#measure(),
      chargeOf: async (name) => chargeOf(await this.#statFile(name)),
    });
  }

  /** All files, by name. What somebody put there that is no file, or has no proper name, is left out. */
  list(): Promise<readonly StoredFile[]> {
    return this.#disk(async () => {
      await this.#checkFolders();
      const names = (await namesIn(this.#files)).filter(isStorable).sort();
      const files: StoredFile[] = [];
      for (const name of names) {
        const stats = await this.#statFile(name);
        if (stats !== undefined)
          files.push({ name, bytes: stats.size, modifiedMs: Math.floor(stats.mtimeMs) });
      }
      return files;
    });
  }

  /** To be closed by the caller. */
  open(name: string): Promise<OpenedFile> {
    return this.#disk(async () => {
      const composed = properName(name);
      await this.#checkFolders();
      const handle = await openToRead(join(this.#files, composed)).catch((error: unknown) => {
        throw error instanceof NotAFile ? new FileStoreError({ code: 'not_a_file', name: composed }) : error;
      });
      if (handle === undefined) throw new FileStoreError({ code: 'missing', name: composed });
      const { size, mtimeMs } = await handle.stat();
      return { name: composed, bytes: size, modifiedMs: Math.floor(mtimeMs), handle };
    });
  }

  remove(name: string): Promise<void> {
    return this.#locked(async () => {
      const composed = properName(name);
      await this.#checkFolders();
      const stats = await this.#statFile(composed);
      if (stats === undefined) throw new FileStoreError({ code: 'missing', name: composed });
      await unlink(join(this.#files, composed));
      this.#quota.count(-chargeOf(stats));
      await syncFolder(this.#files);
    });
  }

  /** Lets an upload in: from here on there is room for it. It must be finished, paused or discarded. */
  receive({ name, totalBytes, transfer }: UploadRequest): Promise<Upload> {
    return this.#locked(async () => {
      const reservation: Reservation = { name: properName(name), totalBytes };
      await this.#makeFolders();
      const key = this.#keyOf(reservation.name, transfer);
      const path = join(this.#partials, key);
      this.#inUse.add(key);
      try {
        const { file, partialBytes } = await openPartial(path, totalBytes);
        try {
          // What an earlier try has left counted as stored, and counts from now on as let in.
          if (partialBytes > 0) this.#quota.forget();
          await this.#quota.reserve(reservation);
        } catch (error) {
          await file.close();
          if (partialBytes === 0) await unlink(path);
          throw error;
        }
        return this.#newUpload({
          reservation,
          key,
          path,
          file,
          partialBytes,
          isResumable: transfer !== undefined,
        });
      } catch (error) {
        this.#inUse.delete(key);
        this.#quota.forget();
        throw error;
      }
    });
  }

  /** Removes what nobody has continued for a day, or can continue. */
  removeAbandoned(): Promise<void> {
    return this.#locked(async () => {
      await this.#checkFolders();
      const oldestMs = this.#parts.nowMs() - partialKeptMs;
      for (const key of await namesIn(this.#partials)) {
        const stats = await statOf(join(this.#partials, key));
        if (stats === undefined || this.#inUse.has(key)) continue;
        if (stats.mtimeMs > oldestMs && !key.startsWith(oncePrefix)) continue;
        await unlink(join(this.#partials, key));
        this.#quota.count(-chargeOf(stats));
      }
    });
  }

  #newUpload(parts: {
    reservation: Reservation;
    key: string;
    path: string;
    file: FileHandle;
    partialBytes: number;
    isResumable: boolean;
  }): Upload {
    const { reservation, key, path, file, partialBytes, isResumable } = parts;
    const { name, totalBytes } = reservation;
    return new Upload({
      name,
      totalBytes,
      file,
      partialBytes,
      engine: this.#parts.engine,
      store: () => this.#locked(() => this.#store(reservation, key, path)),
      leave: (keep) =>
        this.#locked(async () => {
          this.#inUse.delete(key);
          const stats = await statOf(path);
          const isKept = keep && isResumable && stats !== undefined && stats.size > 0;
          if (stats !== undefined && !isKept) await unlink(path);
          this.#quota.release(reservation, isKept ? chargeOf(stats) : 0);
        }),
    });
  }

  /** The one moment in which the name changes from the old file to the new. */
  async #store(reservation: Reservation, key: string, path: string): Promise<void> {
    const target = join(this.#files, reservation.name);
    const old = chargeOf(await this.#statFile(reservation.name));
    try {
      await rename(path, target);
    } catch (error) {
      const code = systemCodeOf(error);
      if (code === 'EISDIR' || code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM')
        throw new FileStoreError({ code: 'not_a_file', name: reservation.name }, { cause: error });
      throw error;
    }
    this.#inUse.delete(key);
    this.#quota.release(reservation, chargeFor(reservation.totalBytes) - old);
    await syncFolder(this.#files);
  }

  // Two uploads with one key at the same time would write into each other's file: the second gets one of its own.
  #keyOf(name: string, transfer: string | undefined): string {
    const key = createHash('sha256').update(`${name}\0${transfer}`).digest('hex');
    return transfer !== undefined && !this.#inUse.has(key)
      ? key
      : `${oncePrefix}${randomBytes(16).toString('hex')}`;
  }

  async #makeFolders(): Promise<void> {
    for (const folder of [this.#parts.folder, this.#files, this.#partials]) await makeFolder(folder);
  }

  /** A link in the place of one of them would lead everything astray. */
  async #checkFolders(): Promise<void> {
    for (const folder of [this.#parts.folder, this.#files, this.#partials]) await hasFolder(folder);
  }

  async #measure(): Promise<number> {
    let bytes = 0;
    for (const folder of [this.#files, this.#partials])
      for (const name of await namesIn(folder))
        if (folder === this.#files || !this.#inUse.has(name))
          bytes += chargeOf(await statOf(join(folder, name)));
    return bytes;
  }

  async #statFile(name: string): Promise<Stats | undefined> {
    const stats = await statOf(join(this.#files, name));
    return stats?.isFile() ? stats : undefined;
  }

  #locked<T>(work: () => Promise<T>): Promise<T> {
    return this.#disk(() => this.#turn.run(work));
  }

  async #disk<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw diskFailure(error);
    }
  }
}

const isStorable = (name: string): boolean => checkFileName(name) === 'ok' && composeFileName(name) === name;

function properName(name: string): string {
  const verdict = checkFileName(name);
  if (verdict !== 'ok') throw new FileStoreError({ code: 'bad_name', name, verdict });
  return composeFileName(name);
}

const chargeOf = (stats: Stats | undefined): number => (stats === undefined ? 0 : chargeFor(stats.size));

async function openPartial(
  path: string,
  totalBytes: number,
): Promise<{ file: FileHandle; partialBytes: number }> {
  const file = await openToContinue(path).catch((error: unknown) => {
    if (error instanceof NotAFile) return undefined;
    throw error;
  });
  const partialBytes = (await file?.stat())?.size ?? 0;
  if (file !== undefined && partialBytes <= totalBytes) return { file, partialBytes };
  await file?.close();
  // Nothing of ours: a link, or longer than it could be.
  await unlink(path).catch(ifMissing);
  return { file: await openNew(path), partialBytes: 0 };
}

async function statOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(ifMissing);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(ifMissing)) ?? [];
}

function ifMissing(error: unknown): undefined {
  if (systemCodeOf(error) !== 'ENOENT') throw error;
}
