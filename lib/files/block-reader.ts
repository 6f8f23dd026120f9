import type { FileHandle } from 'node:fs/promises';
import { type Block, TransferBlocks } from './blocks.ts';
import type { Digest } from './hasher.ts';
import type { TransferEngine } from './transfer-engine.ts';

export interface ReadOptions {
  readonly file: FileHandle;
  readonly engine: TransferEngine;
  /** Gets every byte that is read. */
  readonly digest?: Digest | undefined;
  /** From this byte ... */
  readonly from: number;
  /** ... to before this one. */
  readonly to: number;
}

/** The file is shorter than it was said to be: another program is changing it. */
export class FileShrank extends Error {
  override readonly name = 'FileShrank';
}

/**
 * A part of a file, block by block; the next one is read while the one before is used and hashed.
 * A block holds its bytes until the next one is asked for. @throws FileShrank, the system's error.
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
      // It is awaited one turn of the event loop later; until then a failure must not count as unhandled.
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
    // A reader that stops half-way closes the file next, so the read has to end first; and the block goes back.
    const unused = await next?.catch(() => undefined);
    if (unused !== undefined) blocks.give(unused.block);
  }
}

interface Filled {
  readonly block: Block;
  readonly bytes: Uint8Array;
}
