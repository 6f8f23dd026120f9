import type { FileHandle } from 'node:fs/promises';
import { type Block, TransferBlocks } from './blocks.ts';
import type { Digest } from './hasher.ts';
import type { TransferEngine } from './transfer-engine.ts';

export interface ReadOptions {
  readonly file: FileHandle;
  readonly engine: TransferEngine;
  /** Gets every byte that is read. */
  readonly digest?: Digest | undefined;
  /** The first byte. */
  readonly from: number;
  /** The byte after the last one. */
  readonly to: number;
}

/** The file is shorter than `to`: another program has truncated it. */
export class FileShrank extends Error {
  override readonly name = 'FileShrank';
}

/**
 * Reads a range of a file in blocks. The next block is read while the caller uses the current one and it is hashed.
 * A block stays valid until the caller requests the next one. @throws FileShrank, the system's error.
 */
export async function* readBlocks({
  file,
  engine,
  digest,
  from,
  to,
}: ReadOptions): AsyncGenerator<Uint8Array> {
  const blocks = new TransferBlocks(engine.pool);
  const readAt = async (at: number): Promise<Filled> => {
    const block = await blocks.take(to - at);
    try {
      const { bytesRead } = await file.read(block, 0, Math.min(block.length, to - at), at);
      if (bytesRead === 0) throw new FileShrank();
      return { block, bytes: block.subarray(0, bytesRead) };
    } catch (error) {
      blocks.give(block);
      throw error;
    }
  };
  let next = from < to ? readAt(from) : undefined;
  try {
    for (let at = from; next !== undefined; ) {
      const { block, bytes } = await next;
      at += bytes.length;
      next = at < to ? readAt(at) : undefined;
      // The promise is awaited later; until then its rejection must not count as unhandled.
      next?.catch(() => {});
      const hashed = digest?.update(bytes);
      try {
        yield bytes;
      } finally {
        await hashed;
        blocks.give(block);
      }
    }
  } finally {
    // A caller that stops early closes the file next, so the pending read has to end first. Its block returns to the pool.
    const unused = await next?.catch(() => undefined);
    if (unused !== undefined) blocks.give(unused.block);
  }
}

interface Filled {
  readonly block: Block;
  readonly bytes: Uint8Array;
}
