import { Semaphore } from '#lib/async/semaphore.ts';
import { BlockPool } from './blocks.ts';
import { Hasher } from './hasher.ts';

/** Memory and a hash thread, shared by all transfers of a process. */
export interface TransferEngine {
  readonly pool: BlockPool;
  readonly hasher: Hasher;
  /** Limits the digests of existing bytes: a short request makes the server read a whole file. */
  readonly comparisons: Semaphore;
  close(): Promise<void>;
}

const comparisonsMax = 4;
/** 64 MiB for all transfers together. */
const largeBlocksDefault = 64;

/** @param largeBlocksMax the number of 1 MiB blocks for all transfers. Without a free one, a transfer uses blocks of 64 KiB. */
export function openTransferEngine({ largeBlocksMax = largeBlocksDefault } = {}): TransferEngine {
  const hasher = new Hasher();
  const comparisons = new Semaphore(comparisonsMax);
  return { pool: new BlockPool(largeBlocksMax), hasher, comparisons, close: () => hasher.close() };
}
