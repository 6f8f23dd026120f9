import { Semaphore } from '#lib/async/semaphore.ts';
import { BlockPool } from './blocks.ts';
import { Hasher } from './hasher.ts';

/** What the transfers of a process share: memory, and a thread that hashes. */
export interface TransferEngine {
  readonly pool: BlockPool;
  readonly hasher: Hasher;
  /** For reading what is there already of a file: one line asks for it, and it costs as much as sending the file. */
  readonly comparisons: Semaphore;
  close(): Promise<void>;
}

const comparisonsMax = 4;
/** 64 MiB for all transfers together. */
const largeBlocksDefault = 64;

/** @param largeBlocksMax how many blocks of 1 MiB all transfers share; beyond it they make do with small ones. */
export function openTransferEngine({ largeBlocksMax = largeBlocksDefault } = {}): TransferEngine {
  const hasher = new Hasher();
  const comparisons = new Semaphore(comparisonsMax);
  return { pool: new BlockPool(largeBlocksMax), hasher, comparisons, close: () => hasher.close() };
}
