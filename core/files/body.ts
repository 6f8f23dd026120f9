import type { FileHandle } from 'node:fs/promises';
import { readBlocks } from '#lib/files/block-reader.ts';
import { type Digest, digestBytes } from '#lib/files/hasher.ts';
import type { TransferEngine } from '#lib/files/transfer-engine.ts';
import type { BodySource } from '#lib/net/connection.ts';

export interface PlainBodyOptions {
  readonly file: FileHandle;
  readonly engine: TransferEngine;
  readonly from: number;
  readonly to: number;
  /** Called after each slice, and once more after the last. An error that it throws aborts the body. */
  readonly onSent?: (end: number) => void | Promise<void>;
}

export interface FileBodyOptions extends PlainBodyOptions {
  /** The digest of the bytes before `from`. The body ends it; the caller discards it. */
  readonly digest: Digest;
}

/** The size of one write. A slow connection must transmit it within the connection's timeout. */
const sliceBytes = 256 * 1024;
/** Smaller slices are copied, because the connection may buffer them beyond the next read. */
const keptBytesMax = 64 * 1024;

/**
 * The body of a file: its bytes from `from` on, then the SHA-256 of the whole file. The digest comes last, so that the
 * sender reads the file only once.
 */
export const fileBody = (options: FileBodyOptions): BodySource => ({
  bytes: fileBodyBytes(options.to - options.from),
  chunks: withDigest(options),
});

/** @returns the length of the body for this number of file bytes. */
export const fileBodyBytes = (bytes: number): number => bytes + digestBytes;

/** The body of a file without the digest. */
export const plainBody = (options: PlainBodyOptions): BodySource => ({
  bytes: options.to - options.from,
  chunks: slicesOf(options),
});

async function* withDigest(options: FileBodyOptions): AsyncGenerator<Uint8Array> {
  yield* slicesOf(options);
  yield await options.digest.end();
}

async function* slicesOf({ onSent, ...options }: PlainBodyOptions): AsyncGenerator<Uint8Array> {
  let end = options.from;
  for await (const bytes of readBlocks(options)) {
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      const slice = bytes.subarray(at, at + sliceBytes);
      // The next read overwrites the block.
      yield slice.length < keptBytesMax ? Uint8Array.from(slice) : slice;
      end += slice.length;
      await onSent?.(end);
    }
  }
  await onSent?.(end);
}

/** Reads a file body, and passes the file's bytes to `write`. @returns the digest at its end. */
export async function receiveFileBody(
  body: AsyncIterable<Uint8Array>,
  fileBytes: number,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<Buffer> {
  const digest = Buffer.alloc(digestBytes);
  let left = fileBytes;
  let digestAt = 0;
  for await (const chunk of body) {
    const ofFile = Math.min(left, chunk.length);
    left -= ofFile;
    if (ofFile > 0) await write(chunk.subarray(0, ofFile));
    digest.set(chunk.subarray(ofFile), digestAt);
    digestAt += chunk.length - ofFile;
  }
  return digest;
}

export interface Prefix {
  readonly prefixBytes: number;
  readonly totalBytes: number;
  /** Aborts when the digest is not needed any more. */
  readonly signal?: AbortSignal;
}

/** @returns the digest of the first bytes of a file; it can be updated with the rest. @throws the signal's reason. */
export function digestOf(
  { file, engine }: Pick<FileBodyOptions, 'file' | 'engine'>,
  { prefixBytes, totalBytes, signal }: Prefix,
): Promise<Digest> {
  return engine.comparisons.run(async () => {
    const digest = engine.hasher.digest(totalBytes);
    try {
      for await (const _ of readBlocks({ file, engine, digest, from: 0, to: prefixBytes }))
        signal?.throwIfAborted();
      return digest;
    } catch (error) {
      digest.discard();
      throw error;
    }
  }, signal);
}
