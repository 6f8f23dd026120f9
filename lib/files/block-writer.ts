import type { FileHandle } from 'node:fs/promises';
import { Mutex } from '#lib/async/mutex.ts';
import { type Block, TransferBlocks } from './blocks.ts';
import type { Digest } from './hasher.ts';
import type { TransferEngine } from './transfer-engine.ts';

export interface WriteOptions {
  readonly file: FileHandle;
  readonly engine: TransferEngine;
  /** Gets every byte that is written. Undefined if the expected digest is unknown. */
  readonly digest?: Digest | undefined;
  /** The position of the first byte in the file. */
  readonly from: number;
  /** The final size of the file. */
  readonly to: number;
}

/** The bytes per write call. For larger writes the kernel has to search for contiguous memory. */
const pieceBytes = 256 * 1024;
/** The bytes between two calls of datasync, so that the last sync and the syncs of other files do not wait long. */
const unflushedBytesMax = 64 * 1024 * 1024;

/**
 * Collects the chunks of a socket in large blocks. Each block is written and hashed while the next one fills up.
 * The extra copy pays off: the kernel writes few large blocks in half the time of many small ones.
 */
export class BlockWriter {
  readonly #options: WriteOptions;
  readonly #blocks: TransferBlocks;
  #block: Block | undefined;
  #filled = 0;
  /** The position of the current block in the file. */
  #at: number;
  /** One write at a time: the kernel would serialize writes to one file anyway. */
  readonly #writes = new Mutex();
  #unflushedBytes = 0;
  #flushing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #inFlight = new Set<Promise<void>>();

  constructor(options: WriteOptions) {
    this.#options = options;
    this.#blocks = new TransferBlocks(options.engine.pool);
    this.#at = options.from;
  }

  /** The end of the file after all bytes are written. */
  get end(): number {
    return this.#at + this.#filled;
  }

  /** Copies the bytes; the caller may reuse them afterwards. Waits while disk or hasher are behind. @throws the system's error. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.end + bytes.length > this.#options.to) throw new Error('more bytes than there is room for');
    for (let taken = 0; taken < bytes.length; ) {
      if (this.#failure !== undefined) throw this.#failure.error;
      this.#block ??= await this.#blocks.take(this.#options.to - this.#at);
      const size = Math.min(this.#block.length - this.#filled, bytes.length - taken);
      this.#block.set(bytes.subarray(taken, taken + size), this.#filled);
      this.#filled += size;
      taken += size;
      if (this.#filled === this.#block.length) this.#send(this.#block);
    }
  }

  /** Resolves when all bytes are written and hashed, and all blocks are returned. @throws the system's error. */
  async finish(): Promise<void> {
    if (this.#block !== undefined) this.#send(this.#block);
    await Promise.all(this.#inFlight);
    await this.#flushing;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #send(block: Block): void {
    const bytes = block.subarray(0, this.#filled);
    const at = this.#at;
    this.#block = undefined;
    this.#filled = 0;
    this.#at += bytes.length;
    const written = this.#writes.run(() => this.#writeAt(bytes, at));
    const done = Promise.allSettled([written, this.#options.digest?.update(bytes)]).then((outcomes) => {
      for (const outcome of outcomes) if (outcome.status === 'rejected') this.#fail(outcome.reason);
      this.#blocks.give(block);
      this.#inFlight.delete(done);
    });
    this.#inFlight.add(done);
  }

  /** Writes nothing after a failure: the failure is recorded before the mutex admits the next block. */
  async #writeAt(bytes: Uint8Array, at: number): Promise<void> {
    try {
      for (let written = 0; written < bytes.length && this.#failure === undefined; ) {
        const size = Math.min(bytes.length - written, pieceBytes);
        const { bytesWritten } = await this.#options.file.write(bytes, written, size, at + written);
        written += bytesWritten;
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#unflushedBytes += bytes.length;
    if (this.#unflushedBytes >= unflushedBytesMax) this.#flushing ??= this.#flush();
  }

  /** Runs in parallel with the writes, one call at a time. */
  async #flush(): Promise<void> {
    this.#unflushedBytes = 0;
    try {
      await this.#options.file.datasync();
    } catch (error) {
      this.#fail(error);
    }
    this.#flushing = undefined;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }
}
