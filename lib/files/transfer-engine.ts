import { BlockPool } from './blocks.ts';
import { Hasher } from './hasher.ts';

/** What the transfers of a process share: memory, and a thread that hashes. */
export interface TransferEngine {
  readonly pool: BlockPool;
  readonly hasher: Hasher;
  close(): Promise<void>;
}

export function openTransferEngine(): TransferEngine {
  const hasher = new Hasher();
  return { pool: new BlockPool(), hasher, close: () => hasher.close() };
}
