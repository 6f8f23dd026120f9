import type { Address } from './address.ts';

/** What stands before a body: a JSON object, with `data_size` or `filesize` where a body follows. */
export type Header = Readonly<Record<string, unknown>>;

/** One frame as it arrives: the header is there, the body may still be on its way. */
export interface Frame {
  readonly header: Header;
  /** Bytes of the body. */
  readonly bodyBytes: number;
  /**
   * The body, chunk by chunk, without a copy. Read it once, or leave it: what is not read is skipped. Until the next
   * chunk is taken, the peer is made to wait. Throws ConnectionLost when the connection ends before the body does.
   */
  readonly body: AsyncIterable<Buffer>;
}

/** A body that is sent bit by bit; `bytes` in all, to the byte. */
export interface BodySource {
  readonly bytes: number;
  /** A chunk of 64 KiB or more may be used again when the next one is asked for; a smaller one must stay as it is. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** One peer, with frames both ways. One conversation at a time: answers go out in the order of the requests. */
export interface Connection {
  /** Short and unique in this process, for the log. */
  readonly id: string;
  readonly peer: Address;
  /** Whether the peer has said hello. One that has not knows the plain frames only, and reads no answer. */
  readonly greeted: boolean;
  /** Aborts, with ConnectionLost as its reason, when the connection has ended for whatever cause. */
  readonly signal: AbortSignal;
  /** Aborts as soon as the peer has sent its last byte: it may still read, but most are gone. Long work can ask before it goes on. */
  readonly ended: AbortSignal;
  /**
   * Sends one frame. A body's size is written into the header as `data_size`, unless it says `filesize` already.
   * Nothing to wait for, or a promise that resolves when the peer has made room. @throws ConnectionLost
   */
  send(header: Header, body?: Uint8Array): void | Promise<void>;
  /** Sends one frame whose body is read meanwhile. @throws ConnectionLost; what `chunks` throws, which ends the connection. */
  stream(header: Header, body: BodySource): Promise<void>;
  /** The next frame of the peer; what is unread of the one before is skipped. @returns undefined after the last one. @throws ConnectionLost, FrameError */
  receive(): Promise<Frame | undefined>;
  /** Ends well: what has been sent arrives before the end. */
  close(): Promise<void>;
  /** Cuts the peer off, whatever may still be on its way. @param reason a word for the log. */
  lose(reason: string): void;
}

/** The peer is gone, or was cut off: by a reset, a deadline, a limit. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  /** Why, in a word for the log: `closed`, `reset`, `deadline`, `stopping` ... */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`connection lost: ${reason}`, options);
    this.reason = reason;
  }
}

/** Serves one request. The caller answers what it throws as an error; the connection goes on. */
export type Handler = (request: Frame, connection: Connection) => void | Promise<void>;
