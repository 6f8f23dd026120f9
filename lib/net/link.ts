import type { Duplex } from 'node:stream';
import type { Address } from './address.ts';

/** A byte stream to a peer that has proved the key, or was not asked to. */
export interface Link {
  /** Short and unique in this process, for the log. */
  readonly id: string;
  readonly stream: Duplex;
  readonly peer: Address;
  /** Whether all of it travels encrypted. */
  readonly isEncrypted: boolean;
  /** Aborts when the server stops: finish what runs, begin nothing. */
  readonly stopping: AbortSignal;
}
