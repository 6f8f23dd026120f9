import type { Stats } from 'node:fs';
import { FileStoreError } from './file-store-error.ts';

/** An admitted upload and its final size. */
export interface Reservation {
  readonly name: string;
  readonly totalBytes: number;
}

/** The stored or the remaining amount. */
export interface Usage {
  /** Charged bytes: see {@link chargeFor}. */
  readonly bytes: number;
  readonly files: number;
}

export interface QuotaOptions {
  readonly quotaBytes: number;
  readonly filesMax: number;
  /** Measures the usage on disk, without the files of running uploads. */
  measure(): Promise<Usage>;
  /** The charged bytes of a stored file; 0 if it does not exist. */
  chargeOf(name: string): Promise<number>;
}

/** The minimum charge of a file: an empty file, too, takes a name and an inode. */
const chargeBytesMin = 4096;
export const chargeFor = (bytes: number): number => Math.max(bytes, chargeBytesMin);
export const chargeOf = (stats: Stats | undefined): number =>
  stats === undefined ? 0 : chargeFor(stats.size);

/**
 * The quota of one owner. Callers hold a mutex: otherwise two uploads could both reserve the last free space.
 * It counts instead of measuring each time. Before a refusal it measures, because files may have been removed by hand.
 */
export class Quota {
  readonly #options: QuotaOptions;
  readonly #reservations = new Set<Reservation>();
  #stored: Usage | undefined;

  constructor(options: QuotaOptions) {
    this.#options = options;
  }

  /** Reserves the space of an upload before its first byte. @throws FileStoreError `quota`, `too_many_files` */
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

  /** Ends a reservation. @param change the change of the stored amount; negative if it has shrunk. */
  release(reservation: Reservation, change: Usage): void {
    this.#reservations.delete(reservation);
    this.count(change);
  }

  /** Discards the count after an unknown change; the next call measures. */
  forget(): void {
    this.#stored = undefined;
  }

  count({ bytes, files }: Usage): void {
    if (this.#stored === undefined) return;
    this.#stored = { bytes: this.#stored.bytes + bytes, files: this.#stored.files + files };
  }

  /** The remaining amount after all admitted uploads are stored; negative if the quota is exceeded. */
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

  // A file that replaces another is charged the difference. If it is smaller, the space is free only after the upload.
  async #growthOf({ name, totalBytes }: Reservation): Promise<Usage> {
    const oldBytes = await this.#options.chargeOf(name);
    return { bytes: Math.max(0, chargeFor(totalBytes) - oldBytes), files: oldBytes === 0 ? 1 : 0 };
  }
}

const isShort = ({ bytes, files }: Usage): boolean => bytes < 0 || files < 0;
