import type { FileHandle } from 'node:fs/promises';
import { readBlocks } from './block-reader.ts';
import { BlockWriter } from './block-writer.ts';
import { diskFailure, FileStoreError } from './file-store-error.ts';
import type { Digest } from './hasher.ts';
import type { Reservation } from './reservation.ts';
import type { TransferEngine } from './transfer-engine.ts';

export interface UploadOptions {
  readonly reservation: Reservation;
  readonly file: FileHandle;
  /** The bytes of an earlier try. */
  readonly partialBytes: number;
  readonly engine: TransferEngine;
  /** Reserves the space of the whole upload. */
  hold(): Promise<void>;
  /** Renames the file to its final name. */
  store(): Promise<void>;
  /** Releases the file. @param keep true keeps it for another try, if the upload can be continued; false removes it. */
  abandon(keep: boolean): Promise<void>;
}

/**
 * An upload into the store. The caller calls `begin`, `write` for all bytes, then `finish`, which stores the file under
 * its name. After an earlier try, the caller compares `partialDigest` with the sender's, and begins at `partialBytes` or 0.
 * Every method throws FileStoreError. After an error the caller calls `discard`, or `pause` if the sender has failed.
 */
export class Upload {
  readonly name: string;
  readonly totalBytes: number;
  readonly partialBytes: number;
  readonly #options: UploadOptions;
  #digest: Digest;
  #digestedBytes = 0;
  #writer: BlockWriter | undefined;
  #isOver = false;

  constructor(options: UploadOptions) {
    this.#options = options;
    this.name = options.reservation.name;
    this.totalBytes = options.reservation.totalBytes;
    this.partialBytes = options.partialBytes;
    this.#digest = this.#newDigest();
  }

  /** The SHA-256 of the bytes of an earlier try. @throws also the signal's reason. */
  partialDigest(signal?: AbortSignal): Promise<Buffer> {
    return this.#disk(async () => {
      await this.#options.engine.comparisons.run(() => this.#digestPartial(signal), signal);
      return this.#digest.peek();
    });
  }

  /** @param from 0, or `partialBytes` to continue an earlier try. */
  begin(from: number): Promise<void> {
    return this.#disk(async () => {
      if (from !== 0 && from !== this.partialBytes) throw new Error(`an upload cannot begin at ${from}`);
      if (from === 0) await this.#forgetPartial();
      else if (this.#digestedBytes < from) await this.partialDigest();
      const { file, engine, hold } = this.#options;
      await hold();
      this.#writer = new BlockWriter({ file, engine, digest: this.#digest, from, to: this.totalBytes });
    });
  }

  /** Copies the bytes; the caller may reuse them when it resolves. Waits while the disk is behind. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#disk(async () => {
      const { reservation, hold } = this.#options;
      // Another upload may have needed the space while this one was slow.
      if (!reservation.isHeld) await hold();
      await this.#begun().write(bytes);
      reservation.receivedBytes += bytes.length;
    });
  }

  /** The bytes that have not been written. */
  get missingBytes(): number {
    return this.totalBytes - this.#begun().end;
  }

  /**
   * Stores the file. When the promise resolves, the new file is durable under its name.
   * @param sha256 the sender's digest; undefined if the sender gives none.
   * @returns the SHA-256 of the stored file.
   */
  finish(sha256?: Uint8Array): Promise<Buffer> {
    return this.#disk(async () => {
      const writer = this.#begun();
      await writer.finish();
      if (this.missingBytes !== 0) throw new Error(`${this.missingBytes} bytes of the upload are missing`);
      this.#isOver = true;
      const { file, store, abandon } = this.#options;
      const arrived = await this.#digest.end();
      this.#digest.discard();
      try {
        if (sha256 !== undefined && !arrived.equals(sha256))
          throw new FileStoreError({ code: 'damaged', name: this.name });
        await file.sync();
        await file.close();
        await store();
      } catch (error) {
        await file.close().catch(() => {});
        await abandon(false);
        throw error;
      }
      return arrived;
    });
  }

  /** Keeps the received bytes, so that the same transfer can continue. No effect after the end of the upload. */
  pause(): Promise<void> {
    return this.#abandon(true);
  }

  /** Removes the received bytes. No effect after the end of the upload. */
  discard(): Promise<void> {
    return this.#abandon(false);
  }

  async #abandon(keep: boolean): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#writer?.finish().catch(() => {});
    this.#digest.discard();
    await this.#options.file.close().catch(() => {});
    await this.#disk(() => this.#options.abandon(keep));
  }

  async #digestPartial(signal?: AbortSignal): Promise<void> {
    const { file, engine } = this.#options;
    const [from, to] = [this.#digestedBytes, this.partialBytes];
    for await (const bytes of readBlocks({ file, engine, digest: this.#digest, from, to })) {
      this.#digestedBytes += bytes.length;
      signal?.throwIfAborted();
    }
  }

  async #forgetPartial(): Promise<void> {
    if (this.#digestedBytes > 0) {
      this.#digest.discard();
      this.#digest = this.#newDigest();
      this.#digestedBytes = 0;
    }
    await this.#options.file.truncate(0);
    this.#options.reservation.receivedBytes = 0;
  }

  #newDigest(): Digest {
    return this.#options.engine.hasher.digest(this.totalBytes);
  }

  #begun(): BlockWriter {
    if (this.#writer === undefined) throw new Error('the upload has not begun');
    return this.#writer;
  }

  async #disk<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw diskFailure(error);
    }
  }
}
