import type { FileHandle } from 'node:fs/promises';
import { readBlocks } from './block-reader.ts';
import { BlockWriter } from './block-writer.ts';
import { diskFailure, FileStoreError } from './file-store-error.ts';
import type { Digest } from './hasher.ts';
import type { TransferEngine } from './transfer-engine.ts';

export interface UploadOptions {
  readonly name: string;
  readonly totalBytes: number;
  readonly file: FileHandle;
  /** What an earlier try has left. */
  readonly partialBytes: number;
  readonly engine: TransferEngine;
  /** Gives the file its name. */
  store(): Promise<void>;
  /** Lets go of the file, and keeps it for another try if that makes sense. */
  leave(keep: boolean): Promise<void>;
}

/**
 * A file on its way into the store: `begin`, `write` all of it, `finish`. Its name changes in `finish`, and not before.
 * After an earlier try, compare `partialDigest` with the sender's, then begin there, or at 0.
 * Every method throws FileStoreError; then `discard`, or `pause` when the sender has failed.
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
    this.name = options.name;
    this.totalBytes = options.totalBytes;
    this.partialBytes = options.partialBytes;
    this.#digest = this.#newDigest();
  }

  /** The SHA-256 of what an earlier try has left. @throws the signal's reason, too, when it is not wanted any more. */
  partialDigest(signal?: AbortSignal): Promise<Buffer> {
    return this.#disk(async () => {
      await this.#options.engine.comparisons.run(() => this.#digestPartial(signal), signal);
      return this.#digest.peek();
    });
  }

  /** @param from 0, or `partialBytes` to go on where an earlier try has ended. */
  begin(from: number): Promise<void> {
    return this.#disk(async () => {
      if (from !== 0 && from !== this.partialBytes) throw new Error(`an upload cannot begin at ${from}`);
      if (from === 0) await this.#forgetPartial();
      else if (this.#digestedBytes < from) await this.partialDigest();
      const { file, engine, totalBytes } = this.#options;
      this.#writer = new BlockWriter({ file, engine, digest: this.#digest, from, to: totalBytes });
    });
  }

  /** Takes bytes; they may change when it resolves. Waits while the disk is behind. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#disk(async () => this.#begun().write(bytes));
  }

  /** Bytes still to come. */
  get missingBytes(): number {
    return this.totalBytes - this.#begun().end;
  }

  /**
   * Stores the file: when it resolves, the name means the new one, also after a power cut.
   * @param sha256 what the sender has sent; left out where the sender does not say.
   * @returns the SHA-256 of what is stored.
   */
  finish(sha256?: Uint8Array): Promise<Buffer> {
    return this.#disk(async () => {
      const writer = this.#begun();
      await writer.finish();
      if (this.missingBytes !== 0) throw new Error(`${this.missingBytes} bytes of the upload are missing`);
      this.#isOver = true;
      const { file, name, store, leave } = this.#options;
      const arrived = await this.#digest.end();
      this.#digest.discard();
      try {
        if (sha256 !== undefined && !arrived.equals(sha256))
          throw new FileStoreError({ code: 'damaged', name });
        await file.sync();
        await file.close();
        await store();
      } catch (error) {
        await file.close().catch(() => {});
        await leave(false);
        throw error;
      }
      return arrived;
    });
  }

  /** Keeps what has arrived, so that the same transfer can go on there. Nothing to do when it is over. */
  pause(): Promise<void> {
    return this.#leave(true);
  }

  /** Removes what has arrived. Nothing to do when it is over. */
  discard(): Promise<void> {
    return this.#leave(false);
  }

  async #leave(keep: boolean): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#writer?.finish().catch(() => {});
    this.#digest.discard();
    await this.#options.file.close().catch(() => {});
    await this.#disk(() => this.#options.leave(keep));
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
  }

  #newDigest(): Digest {
    return this.#options.engine.hasher.digest(this.#options.totalBytes);
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
