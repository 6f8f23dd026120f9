import { Writable } from 'node:stream';
import type { Connection, Header } from '#lib/net/connection.ts';

/** Standard output and standard error of a command. */
export interface Output {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export type StreamName = keyof Output;

/** What may wait for a client that reads too slowly. Beyond that it is cut off. */
const waitingBytesMax = 1024 * 1024;
/** What a frame that waits takes without its bytes: some have none. */
const frameBytes = 64;

/** A piece of what was shown. */
export interface Piece {
  readonly stream: StreamName;
  readonly bytes: Buffer;
}

interface Waiting {
  readonly header: Header;
  readonly bytes: Buffer | undefined;
}

const sizeOf = ({ bytes }: Waiting): number => frameBytes + (bytes?.length ?? 0);

/** Output as frames of a connection: both streams in the order in which they were written. */
export class FrameOutput implements Output {
  readonly stdout = this.#streamOf('stdout');
  readonly stderr = this.#streamOf('stderr');
  readonly #connection: Connection;
  readonly #onTooSlow: () => void;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #isCutOff = false;
  /** Settles when everything has been taken. */
  #draining: Promise<void> | undefined;

  constructor(connection: Connection, onTooSlow: () => void) {
    this.#connection = connection;
    this.#onTooSlow = onTooSlow;
  }

  /** Sends a frame behind all that has been written. */
  send(header: Header, bytes?: Buffer): void {
    // There is nobody left to see it.
    if (this.#connection.signal.aborted || this.#isCutOff) return;
    if (this.#draining !== undefined) {
      this.#wait({ header, bytes });
      return;
    }
    const room = this.#connection.send(header, bytes);
    if (room !== undefined) this.#draining = this.#drain(room);
  }

  /** Waits until all of it is on its way, or nobody is left to see it. */
  async flush(): Promise<void> {
    await this.#draining;
  }

  #streamOf(stream: StreamName): Writable {
    return new Writable({
      write: (bytes: Buffer, _encoding, done) => {
        this.send({ stream }, bytes);
        done();
      },
    });
  }

  #wait(frame: Waiting): void {
    this.#waiting.push(frame);
    this.#waitingBytes += sizeOf(frame);
    if (this.#waitingBytes > waitingBytesMax) {
      this.#isCutOff = true;
      this.#waiting.length = 0;
      this.#onTooSlow();
    }
  }

  async #drain(room: void | Promise<void>): Promise<void> {
    try {
      await room;
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        this.#waitingBytes -= sizeOf(next);
        await this.#connection.send(next.header, next.bytes);
      }
    } catch {
      // The connection is gone, and so is whatever waited for it.
      this.#waiting.length = 0;
    }
    this.#draining = undefined;
  }
}

/** Output that is kept, to be sent when the command is done, and again when it is asked for again. */
export class KeptOutput implements Output {
  readonly stdout = this.#streamOf('stdout');
  readonly stderr = this.#streamOf('stderr');
  readonly pieces: Piece[] = [];

  #streamOf(stream: StreamName): Writable {
    return new Writable({
      write: (bytes: Buffer, _encoding, done) => {
        this.pieces.push({ stream, bytes });
        done();
      },
    });
  }
}
