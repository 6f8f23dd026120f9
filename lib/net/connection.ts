import type { Address } from './address.ts';

/** The header of a frame: a JSON object. `data_size` or `filesize` gives the bytes of the body, if there is one. */
export type Header = Readonly<Record<string, unknown>>;

/** A received frame. The header is complete; the body may still be arriving. */
export interface Frame {
  readonly header: Header;
  /** Bytes of the body. */
  readonly bodyBytes: number;
  /**
   * The body in chunks, without a copy. A handler may read it once; unread bytes are skipped. The peer waits until the
   * handler takes the next chunk. Throws ConnectionLost when the connection ends before the body.
   */
  readonly body: AsyncIterable<Buffer>;
}

/** A body that is sent in chunks. Their lengths add up to exactly `bytes`. */
export interface BodySource {
  readonly bytes: number;
  /** The source may reuse a chunk of 64 KiB or more after the next one is requested; a smaller chunk must not change. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** A connection to one peer, with frames in both directions. Answers are sent in the order of the requests. */
export interface Connection {
  /** Short and unique in this process, for the log. */
  readonly id: string;
  readonly peer: Address;
  /** Whether the peer has sent a hello. A peer without a hello knows the plain frames only, and reads no answers. */
  readonly isHelloDone: boolean;
  /** Aborts when the connection has ended for any reason; the signal's reason is a ConnectionLost. */
  readonly signal: AbortSignal;
  /** Aborts when the peer has sent its last byte. Such a peer may still read, but most are gone: long work should check this. */
  readonly ended: AbortSignal;
  /**
   * Sends one frame. The size of the body is added to the header as `data_size`, unless the header has `filesize`.
   * @returns a promise if the send buffer is full; it resolves when there is room. @throws ConnectionLost
   */
  send(header: Header, body?: Uint8Array): void | Promise<void>;
  /** Sends one frame, and reads its body from `chunks`. @throws ConnectionLost; the error of `chunks`, which ends the connection. */
  stream(header: Header, body: BodySource): Promise<void>;
  /** Receives the next frame, and skips the unread body of the previous one. @returns undefined after the last frame. @throws ConnectionLost, FrameError */
  receive(): Promise<Frame | undefined>;
  /** Ends the connection after all sent bytes are delivered. */
  close(): Promise<void>;
  /** Destroys the connection; unsent bytes are dropped. @param reason a word for the log. */
  lose(reason: string): void;
}

/** The connection has ended: by the peer, a reset, a deadline or a limit. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  /** A word for the log: `closed`, `reset`, `deadline`, `stopping` ... */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`connection lost: ${reason}`, options);
    this.reason = reason;
  }
}

/** Serves one request. If it throws, the dispatcher answers with an error, and the connection stays open. */
export type Handler = (request: Frame, connection: Connection) => void | Promise<void>;
