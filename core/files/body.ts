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
  /** Called for each piece, and once more when all have been sent: what it throws breaks the body off. */
  readonly onSent?: (end: number) => void | Promise<void>;
}

export interface FileBodyOptions extends PlainBodyOptions {
  /** Has got everything before `from`. Ended when the body is; the caller's to discard. */
  readonly digest: Digest;
}

/** A slow line must get through one of these before its connection is given up. */
const sliceBytes = 256 * 1024;
/** A connection has sent larger pieces when it asks for the next; smaller ones it may keep for a while. */
const keptBytesMax = 64 * 1024;

/**
 * How a file travels: its bytes, from wherever the receiver has them already, then the SHA-256 of the whole file.
 * The digest stands at the end so that the sender need not read the file twice.
 */
export const fileBody = (options: FileBodyOptions): BodySource => ({
  bytes: fileBodyBytes(options.to - options.from),
  chunks: withDigest(options),
});

/** How long the body for so many bytes of a file is. */
export const fileBodyBytes = (bytes: number): number => bytes + digestBytes;

/** The bytes alone. */
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
      // The block is filled anew when the next one is asked for.
      yield slice.length < keptBytesMax ? Uint8Array.from(slice) : slice;
      end += slice.length;
      await onSent?.(end);
    }
  }
  await onSent?.(end);
}

/** Takes a body apart: the file's bytes go to `write`. @returns the digest behind them. */
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
  /** Aborts when the digest is not wanted any more. */
  readonly signal?: AbortSignal;
}

/** The digest of the first bytes of a file, which can go on with the rest of it. @throws the signal's reason. */
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
