import type { Stats } from 'node:fs';
import { type FileHandle, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Mutex } from '#lib/async/mutex.ts';
import { checkFileName, composeFileName } from './file-name.ts';
import { diskFailure, FileStoreError, systemCodeOf } from './file-store-error.ts';
import { checkFolder, makeFolder, namesIn, namesInBatches, statOf, syncFolder } from './folder.ts';
import { type Partial, Partials } from './partials.ts';
import { chargeFor, chargeOf, Quota, type Usage } from './quota.ts';
import { Reservation } from './reservation.ts';
import { NotAFile, openToRead } from './safe-open.ts';
import type { TotalQuota } from './total-quota.ts';
import type { TransferEngine } from './transfer-engine.ts';
import { Upload } from './upload.ts';

export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** An open stored file. Its content does not change, also if another file is stored under its name meanwhile. */
export interface OpenedFile extends StoredFile {
  readonly handle: FileHandle;
}

export interface UploadRequest {
  readonly name: string;
  readonly totalBytes: number;
  /** An id to continue an interrupted upload, unique for its content. Undefined: the upload cannot be continued. */
  readonly transfer?: string | undefined;
}

export interface OwnerFilesOptions {
  /** An absolute path. Only this object may use the folder. */
  readonly folder: string;
  readonly quotaBytes: number;
  /** Shared by all owners. */
  readonly total: TotalQuota;
  readonly filesMax: number;
  readonly engine: TransferEngine;
  nowMs(): number;
  /** Called before each upload: makes sure that the parent folder is there. */
  claim(): void;
}

/** A partial upload is removed after this time without a write. */
const partialKeptMs = 24 * 60 * 60 * 1000;
const listedAtOnce = 100;

/** The files of one owner. Every method throws FileStoreError if it fails. */
export class OwnerFiles {
  readonly #options: OwnerFilesOptions;
  readonly #folders: readonly string[];
  readonly #files: string;
  readonly #partials: Partials;
  /** Serializes all work that changes names or counts bytes. */
  readonly #mutex = new Mutex();
  readonly #quota: Quota;

  constructor(options: OwnerFilesOptions) {
    this.#options = options;
    this.#files = join(options.folder, 'files');
    const partial = join(options.folder, 'partial');
    this.#folders = [options.folder, this.#files, partial];
    this.#partials = new Partials(partial);
    this.#quota = new Quota({
      quotaBytes: options.quotaBytes,
      filesMax: options.filesMax,
      total: options.total,
      nowMs: () => options.nowMs(),
      measure: () => this.#measure(),
      chargeOf: async (name) => chargeOf(await this.#statFile(name)),
    });
  }

  /** Lists all files, in batches and in no order. Entries that are no file or have an invalid name are skipped. */
  async *list(): AsyncGenerator<readonly StoredFile[]> {
    try {
      await this.#checkFolders();
      for await (const names of namesInBatches(this.#files, listedAtOnce)) {
        const files = await Promise.all(names.filter(isStorable).map((name) => this.#fileOf(name)));
        yield files.filter((file) => file !== undefined);
      }
    } catch (error) {
      throw diskFailure(error);
    }
  }

  /** The caller closes the handle. */
  open(name: string): Promise<OpenedFile> {
    return this.#onDisk(async () => {
      const composed = properName(name);
      await this.#checkFolders();
      const handle = await openToRead(join(this.#files, composed)).catch((error: unknown) => {
        throw error instanceof NotAFile ? new FileStoreError({ code: 'not_a_file', name: composed }) : error;
      });
      if (handle === undefined) throw new FileStoreError({ code: 'missing', name: composed });
      return { ...storedFile(composed, await handle.stat()), handle };
    });
  }

  remove(name: string): Promise<void> {
    return this.#exclusively(async () => {
      const composed = properName(name);
      await this.#checkFolders();
      const stats = await this.#statFile(composed);
      if (stats === undefined) throw new FileStoreError({ code: 'missing', name: composed });
      await unlink(join(this.#files, composed));
      this.#quota.count({ bytes: -chargeOf(stats), files: -1 });
      await syncFolder(this.#files);
    });
  }

  /** Admits an upload. Its space is reserved when it begins. The caller must finish, pause or discard it. */
  async receive({ name, totalBytes, transfer }: UploadRequest): Promise<Upload> {
    const composed = properName(name);
    await this.#partials.untilReleased(composed, transfer);
    return this.#exclusively(async () => {
      this.#options.claim();
      for (const folder of this.#folders) await makeFolder(folder);
      const partial = await this.#partials.take(composed, transfer, totalBytes);
      try {
        // The bytes of an earlier try counted as stored. From now on they belong to the reservation.
        if (partial.bytes > 0) this.#quota.forget();
        const reservation = new Reservation(composed, totalBytes, partial.bytes);
        await this.#quota.admit(reservation);
        return this.#newUpload(reservation, partial);
      } catch (error) {
        await partial.file.close();
        if (partial.bytes === 0) await unlink(partial.path);
        partial.release();
        this.#quota.forget();
        throw error;
      }
    });
  }

  /** Removes the partial uploads that are older than a day or cannot be continued. */
  removeAbandoned(): Promise<void> {
    return this.#exclusively(async () => {
      await this.#checkFolders();
      const freedBytes = await this.#partials.removeAbandoned(this.#options.nowMs() - partialKeptMs);
      this.#quota.count({ bytes: -freedBytes, files: 0 });
    });
  }

  /** Counts what is stored. */
  measure(): Promise<void> {
    return this.#exclusively(() => this.#quota.measure());
  }

  #newUpload(reservation: Reservation, partial: Partial): Upload {
    return new Upload({
      reservation,
      file: partial.file,
      partialBytes: partial.bytes,
      engine: this.#options.engine,
      hold: () => this.#exclusively(() => this.#quota.hold(reservation)),
      store: () => this.#exclusively(() => this.#store(reservation, partial)),
      abandon: (keep) => this.#exclusively(() => this.#abandon(reservation, partial, keep)),
    });
  }

  /** Replaces the old file with the new one in one atomic step (rename). */
  async #store(reservation: Reservation, { path, release }: Partial): Promise<void> {
    const { name, totalBytes } = reservation;
    const oldCharge = chargeOf(await this.#statFile(name));
    try {
      await rename(path, join(this.#files, name));
    } catch (error) {
      const isFolder = ['EISDIR', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemCodeOf(error) ?? '');
      throw isFolder ? new FileStoreError({ code: 'not_a_file', name }, { cause: error }) : error;
    }
    release();
    const files = oldCharge === 0 ? 1 : 0;
    this.#quota.release(reservation, { bytes: chargeFor(totalBytes) - oldCharge, files });
    await syncFolder(this.#files);
  }

  async #abandon(
    reservation: Reservation,
    { path, canContinue, release }: Partial,
    keep: boolean,
  ): Promise<void> {
    const stats = await statOf(path);
    const isKept = keep && canContinue && stats !== undefined && stats.size > 0;
    if (stats !== undefined && !isKept) await unlink(path);
    release();
    this.#quota.release(reservation, { bytes: isKept ? chargeOf(stats) : 0, files: 0 });
  }

  async #checkFolders(): Promise<void> {
    for (const folder of this.#folders) await checkFolder(folder);
  }

  async #measure(): Promise<Usage> {
    let bytes = await this.#partials.measure();
    const names = await namesIn(this.#files);
    for (const name of names) bytes += chargeOf(await statOf(join(this.#files, name)));
    return { bytes, files: names.length };
  }

  async #fileOf(name: string): Promise<StoredFile | undefined> {
    const stats = await this.#statFile(name);
    return stats && storedFile(name, stats);
  }

  async #statFile(name: string): Promise<Stats | undefined> {
    const stats = await statOf(join(this.#files, name));
    return stats?.isFile() ? stats : undefined;
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#onDisk(() => this.#mutex.run(work));
  }

  async #onDisk<T>(work: () => Promise<T>): Promise<T> {
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

const storedFile = (name: string, { size, mtimeMs }: Stats): StoredFile => ({
  name,
  bytes: size,
  modifiedMs: Math.floor(mtimeMs),
});
