import type { Duplex } from 'node:stream';
import type { Address } from './address.ts';

/** A byte stream to a peer that has proved the key, if the server has one. */
export interface Link {
  /** Short and unique in this process, for the log. */
  readonly id: string;
  readonly stream: Duplex;
  readonly peer: Address;
  /** Whether the stream is encrypted with TLS. */
  readonly isEncrypted: boolean;
  /** Aborts when the server stops: the service finishes running work and starts no new work. */
  readonly stopping: AbortSignal;
}
