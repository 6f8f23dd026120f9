import type { Stats } from 'node:fs';
import { FileStoreError } from './file-store-error.ts';

/** An upload that has been let in, and how much it will take on the disk. */
export interface Reservation {
  readonly name: string;
  readonly totalBytes: number;
}

export interface QuotaParts {
  readonly quotaBytes: number;
  /** Counts what lies on the disk, but for what the running uploads have written. */
  measure(): Promise<number>;
  /** What lies there under a name, 0 for nothing. */
  chargeOf(name: string): Promise<number>;
}

/** An empty file takes a name, an inode and room in the folder: ten million of them are no present. */
const chargeBytesMin = 4096;
export const chargeFor = (bytes: number): number => Math.max(bytes, chargeBytesMin);
export const chargeOf = (stats: Stats | undefined): number =>
  stats === undefined ? 0 : chargeFor(stats.size);

/**
 * What one owner may still store. Its callers take turns (see Turn): otherwise two uploads could each see room for one.
 * It keeps count instead of measuring each time, and measures before it refuses: somebody may have made room by hand.
 */
export class Quota {
  readonly #parts: QuotaParts;
  readonly #reservations = new Set<Reservation>();
  #storedBytes: number | undefined;

  constructor(parts: QuotaParts) {
    this.#parts = parts;
  }

  /** Lets an upload in, before its first byte. @throws FileStoreError `quota` */
  async reserve(reservation: Reservation): Promise<void> {
    this.#reservations.add(reservation);
    try {
      let leftBytes = await this.#leftBytes();
      if (leftBytes < 0) {
        this.forget();
        leftBytes = await this.#leftBytes();
      }
      if (leftBytes >= 0) return;
      const neededBytes = await this.#growthOf(reservation);
      throw new FileStoreError({
        code: 'quota',
        neededBytes,
        leftBytes: Math.max(0, leftBytes + neededBytes),
      });
    } catch (error) {
      this.#reservations.delete(reservation);
      throw error;
    }
  }

  /** The upload is over. @param changeBytes by how much what is stored has grown or, below 0, shrunk. */
  release(reservation: Reservation, changeBytes: number): void {
    this.#reservations.delete(reservation);
    this.count(changeBytes);
  }

  /** Something has changed by which nobody can say how much: what is stored is measured next time. */
  forget(): void {
    this.#storedBytes = undefined;
  }

  count(changeBytes: number): void {
    if (this.#storedBytes !== undefined) this.#storedBytes += changeBytes;
  }

  /** What is left once all that has been let in is stored; below 0 when that is too much. */
  async #leftBytes(): Promise<number> {
    this.#storedBytes ??= await this.#parts.measure();
    let leftBytes = this.#parts.quotaBytes - this.#storedBytes;
    for (const reservation of this.#reservations) leftBytes -= await this.#growthOf(reservation);
    return leftBytes;
  }

  // What replaces a file counts for the difference only; but what it frees is not given away before it is free.
  async #growthOf({ name, totalBytes }: Reservation): Promise<number> {
    return Math.max(0, chargeFor(totalBytes) - (await this.#parts.chargeOf(name)));
  }
}
