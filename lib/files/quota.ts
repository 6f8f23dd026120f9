import type { Stats } from 'node:fs';
import { FileStoreError } from './file-store-error.ts';
import type { Reservation } from './reservation.ts';
import type { TotalQuota } from './total-quota.ts';

/** The stored or the remaining amount. */
export interface Usage {
  /** Charged bytes: see {@link chargeFor}. */
  readonly bytes: number;
  readonly files: number;
}

export interface QuotaOptions {
  readonly quotaBytes: number;
  readonly filesMax: number;
  readonly total: TotalQuota;
  /** Measures the usage on disk, without the files of running uploads. */
  measure(): Promise<Usage>;
  /** The charged bytes of a stored file; 0 if it does not exist. */
  chargeOf(name: string): Promise<number>;
  nowMs(): number;
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
  /** The last known `#stored`, also after `forget`. */
  #lastBytes = 0;

  constructor(options: QuotaOptions) {
    this.#options = options;
    options.total.add(this);
  }

  /** The bytes of the owner for the quota of all owners. A running replacement counts in addition to the old file. */
  get chargedBytes(): number {
    let bytes = this.#lastBytes;
    for (const reservation of this.#reservations) bytes += totalChargeOf(reservation);
    return bytes;
  }

  /** Admits an upload if it fits now. Its space is not reserved before `hold`. @throws FileStoreError */
  async admit(reservation: Reservation): Promise<void> {
    this.#reservations.add(reservation);
    try {
      await this.#fit(reservation);
      this.#fitTotal(reservation);
    } catch (error) {
      this.#reservations.delete(reservation);
      throw error;
    }
  }

  /** Reserves the space of an admitted upload. @throws FileStoreError `quota`, `quota_of_all`, `too_many_files` */
  async hold(reservation: Reservation): Promise<void> {
    await this.#fit(reservation);
    // Nothing is awaited in between, so that another owner cannot take the same space.
    this.#fitTotal(reservation);
    reservation.hold(this.#options.nowMs());
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
    this.#lastBytes += bytes;
    if (this.#stored === undefined) return;
    this.#stored = { bytes: this.#stored.bytes + bytes, files: this.#stored.files + files };
  }

  async measure(): Promise<void> {
    this.#stored = await this.#options.measure();
    this.#lastBytes = this.#stored.bytes;
  }

  /** Ends the hold of slow uploads, so that an upload that makes no progress keeps no other from the space. */
  releaseSlow(except: Reservation): void {
    const nowMs = this.#options.nowMs();
    for (const one of this.#reservations) if (one !== except && one.isSlow(nowMs)) one.unhold();
  }

  async #fit(reservation: Reservation): Promise<void> {
    let left = await this.#leftWith(reservation);
    if (isShort(left)) {
      this.releaseSlow(reservation);
      left = await this.#leftWith(reservation);
    }
    if (isShort(left)) {
      this.forget();
      left = await this.#leftWith(reservation);
    }
    if (left.files < 0)
      throw new FileStoreError({ code: 'too_many_files', filesMax: this.#options.filesMax });
    if (left.bytes < 0) {
      const { bytes: neededBytes } = await this.#growthOf(reservation, true);
      throw new FileStoreError({
        code: 'quota',
        neededBytes,
        leftBytes: Math.max(0, left.bytes + neededBytes),
      });
    }
  }

  #fitTotal(reservation: Reservation): void {
    this.#options.total.fit(reservation, chargeFor(reservation.totalBytes) - totalChargeOf(reservation));
  }

  /** The remaining amount with this upload stored, and with the space that others hold; negative if it does not fit. */
  async #leftWith(wanted: Reservation): Promise<Usage> {
    if (this.#stored === undefined) await this.measure();
    const stored = this.#stored ?? { bytes: 0, files: 0 };
    let bytes = this.#options.quotaBytes - stored.bytes;
    let files = this.#options.filesMax - stored.files;
    for (const reservation of this.#reservations) {
      const growth = await this.#growthOf(reservation, reservation === wanted || reservation.isHeld);
      bytes -= growth.bytes;
      files -= growth.files;
    }
    return { bytes, files };
  }

  // A file that replaces another is charged the difference. If it is smaller, the space is free only after the upload.
  async #growthOf({ name, totalBytes, receivedBytes }: Reservation, isWhole: boolean): Promise<Usage> {
    if (!isWhole) return { bytes: chargeOfReceived(receivedBytes), files: 0 };
    const oldBytes = await this.#options.chargeOf(name);
    return { bytes: Math.max(0, chargeFor(totalBytes) - oldBytes), files: oldBytes === 0 ? 1 : 0 };
  }
}

const chargeOfReceived = (bytes: number): number => (bytes === 0 ? 0 : chargeFor(bytes));

const totalChargeOf = ({ isHeld, totalBytes, receivedBytes }: Reservation): number =>
  isHeld ? chargeFor(totalBytes) : chargeOfReceived(receivedBytes);

const isShort = ({ bytes, files }: Usage): boolean => bytes < 0 || files < 0;
