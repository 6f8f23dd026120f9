import type { Stats } from 'node:fs';
import { FileStoreError } from './file-store-error.ts';

/** An upload that has been let in, and how much it will take on the disk. */
export interface Reservation {
  readonly name: string;
  readonly totalBytes: number;
}

/** How much is stored, or left. */
export interface Usage {
  /** As charged: see {@link chargeFor}. */
  readonly bytes: number;
  readonly files: number;
}

export interface QuotaOptions {
  readonly quotaBytes: number;
  readonly filesMax: number;
  /** Counts what lies on the disk, but for what the running uploads have written. */
  measure(): Promise<Usage>;
  /** What lies there under a name, 0 for nothing. */
  chargeOf(name: string): Promise<number>;
}

/** An empty file takes a name, an inode and room in the folder: ten million of them are no present. */
const chargeBytesMin = 4096;
export const chargeFor = (bytes: number): number => Math.max(bytes, chargeBytesMin);
export const chargeOf = (stats: Stats | undefined): number =>
  stats === undefined ? 0 : chargeFor(stats.size);

/**
 * What one owner may still store. Its callers hold a mutex: otherwise two uploads could each see room for one.
 * It keeps count instead of measuring each time, and measures before it refuses: files may have been removed by hand.
 */
export class Quota {
  readonly #options: QuotaOptions;
  readonly #reservations = new Set<Reservation>();
  #stored: Usage | undefined;

  constructor(options: QuotaOptions) {
    this.#options = options;
  }

  /** Lets an upload in, before its first byte. @throws FileStoreError `quota`, `too_many_files` */
  async reserve(reservation: Reservation): Promise<void> {
    this.#reservations.add(reservation);
    try {
      let left = await this.#left();
      if (isShort(left)) {
        this.forget();
        left = await this.#left();
      }
      if (!isShort(left)) return;
      if (left.files < 0)
        throw new FileStoreError({ code: 'too_many_files', filesMax: this.#options.filesMax });
      const { bytes: neededBytes } = await this.#growthOf(reservation);
      const leftBytes = Math.max(0, left.bytes + neededBytes);
      throw new FileStoreError({ code: 'quota', neededBytes, leftBytes });
    } catch (error) {
      this.#reservations.delete(reservation);
      throw error;
    }
  }

  /** The upload is over. @param change by how much what is stored has grown or, below 0, shrunk. */
  release(reservation: Reservation, change: Usage): void {
    this.#reservations.delete(reservation);
    this.count(change);
  }

  /** Something has changed by an unknown amount: what is stored is measured next time. */
  forget(): void {
    this.#stored = undefined;
  }

  count({ bytes, files }: Usage): void {
    if (this.#stored === undefined) return;
    this.#stored = { bytes: this.#stored.bytes + bytes, files: this.#stored.files + files };
  }

  /** What is left once all that has been let in is stored; below 0 when that is too much. */
  async #left(): Promise<Usage> {
    this.#stored ??= await this.#options.measure();
    let bytes = this.#options.quotaBytes - this.#stored.bytes;
    let files = this.#options.filesMax - this.#stored.files;
    for (const reservation of this.#reservations) {
      const growth = await this.#growthOf(reservation);
      bytes -= growth.bytes;
      files -= growth.files;
    }
    return { bytes, files };
  }

  // What replaces a file counts for the difference only; but what it frees is not given away before it is free.
  async #growthOf({ name, totalBytes }: Reservation): Promise<Usage> {
    const oldBytes = await this.#options.chargeOf(name);
    return { bytes: Math.max(0, chargeFor(totalBytes) - oldBytes), files: oldBytes === 0 ? 1 : 0 };
  }
}

const isShort = ({ bytes, files }: Usage): boolean => bytes < 0 || files < 0;
