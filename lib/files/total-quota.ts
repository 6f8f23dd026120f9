import { FileStoreError } from './file-store-error.ts';
import type { Reservation } from './reservation.ts';

/** What one owner has, as {@link TotalQuota} sees it. */
export interface Charged {
  readonly chargedBytes: number;
  releaseSlow(except: Reservation): void;
}

/** The quota of all owners together: a limit for each owner does not limit a folder in which new owners can appear. */
export class TotalQuota {
  readonly #bytes: number;
  readonly #owners = new Set<Charged>();

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  add(owner: Charged): void {
    this.#owners.add(owner);
  }

  /** @param moreBytes the growth by this reservation. @throws FileStoreError `quota_of_all` */
  fit(reservation: Reservation, moreBytes: number): void {
    if (this.#leftBytes() >= moreBytes) return;
    for (const owner of this.#owners) owner.releaseSlow(reservation);
    if (this.#leftBytes() < moreBytes) throw new FileStoreError({ code: 'quota_of_all' });
  }

  #leftBytes(): number {
    let bytes = this.#bytes;
    for (const owner of this.#owners) bytes -= owner.chargedBytes;
    return bytes;
  }
}
