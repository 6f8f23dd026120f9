import type { Duplex } from 'node:stream';

/** Small pieces are joined into one write, up to this size. */
const batchBytesMax = 64 * 1024;

/** Joins the bytes that are written in one turn of the event loop, so that many answers need one system call. */
export class FrameWriter {
  readonly #stream: Duplex;
  readonly #drainMs: number;
  readonly #lose: (reason: string) => void;
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  #isFlushDue = false;
  #room: { promise: Promise<void>; resolve(): void; reject(error: Error): void } | undefined;
  #drainTimer: NodeJS.Timeout | undefined;
  #sentBytes = 0;

  /** @param lose called when the send buffer stays full for `drainMs`. */
  constructor(stream: Duplex, drainMs: number, lose: (reason: string) => void) {
    this.#stream = stream;
    this.#drainMs = drainMs;
    this.#lose = lose;
    stream.on('drain', () => this.#drained());
  }

  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** Adds bytes to the next write. The caller must not change them afterwards. */
  add(bytes: Uint8Array): void {
    this.#sentBytes += bytes.length;
    if (bytes.length >= batchBytesMax) {
      this.flush();
      this.#stream.write(bytes);
      return;
    }
    this.#pieces.push(bytes);
    this.#pieceBytes += bytes.length;
    if (this.#pieceBytes >= batchBytesMax) this.flush();
    else if (!this.#isFlushDue) {
      this.#isFlushDue = true;
      process.nextTick(() => {
        this.#isFlushDue = false;
        this.flush();
      });
    }
  }

  /** Adds bytes. @returns a promise if the send buffer is full; it resolves when there is room. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    this.add(bytes);
    return this.#stream.writableNeedDrain ? this.#waitForRoom() : undefined;
  }

  flush(): void {
    const [first] = this.#pieces;
    if (first === undefined) return;
    const pieces = this.#pieces;
    const bytes = this.#pieceBytes;
    this.#pieces = [];
    this.#pieceBytes = 0;
    if (this.#stream.destroyed) return;
    this.#stream.write(pieces.length === 1 ? first : Buffer.concat(pieces, bytes));
  }

  fail(error: Error): void {
    clearTimeout(this.#drainTimer);
    this.#pieces = [];
    this.#room?.reject(error);
    this.#room = undefined;
  }

  #waitForRoom(): Promise<void> {
    if (this.#room !== undefined) return this.#room.promise;
    let [resolve, reject]: [() => void, (error: Error) => void] = [() => {}, () => {}];
    const promise = new Promise<void>((...settle) => {
      [resolve, reject] = settle;
    });
    // Some callers do not await the promise; without this, its rejection would end the process.
    promise.catch(() => {});
    this.#room = { promise, resolve, reject };
    this.#drainTimer = setTimeout(() => this.#lose('deadline'), this.#drainMs);
    return promise;
  }

  #drained(): void {
    clearTimeout(this.#drainTimer);
    this.#room?.resolve();
    this.#room = undefined;
  }
}
