import { Writable } from 'node:stream';
import type { Connection, Header } from '#lib/net/connection.ts';
import type { StreamName } from '../wire.ts';

/** Standard output and standard error of a command. */
export type Output = Readonly<Record<StreamName, Writable>>;

/** The maximum of output that waits for a slow client. Beyond it the server closes the connection. */
const waitingBytesMax = 1024 * 1024;
/** The memory of a waiting frame without its body. */
const frameBytes = 64;

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
  /** Settles when no frame is waiting. */
  #draining: Promise<void> | undefined;

  constructor(connection: Connection, onTooSlow: () => void) {
    this.#connection = connection;
    this.#onTooSlow = onTooSlow;
  }

  /** Sends a frame after all earlier output. */
  send(header: Header, bytes?: Buffer): void {
    if (this.#connection.signal.aborted || this.#isCutOff) return;
    if (this.#draining !== undefined) {
      this.#wait({ header, bytes });
      return;
    }
    const room = this.#connection.send(header, bytes);
    if (room !== undefined) this.#draining = this.#drain(room);
  }

  /** Waits until all frames are sent, or the connection is lost. */
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
      // The connection is lost.
      this.#waiting.length = 0;
    }
    this.#draining = undefined;
  }
}
