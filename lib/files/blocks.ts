/** Memory that the disk, the socket and the hasher use. It is shared, so that the hash thread needs no copy. */
export type Block = Uint8Array<SharedArrayBuffer>;

/** Larger blocks are not faster. The kernel needs twice the time to write smaller ones. */
export const largeBlockBytes = 1024 * 1024;
const smallBlockBytes = 64 * 1024;
/** One block is filled, one is written, and one is hashed. */
const blocksPerTransfer = 3;

const newBlock = (bytes: number): Block => new Uint8Array(new SharedArrayBuffer(bytes));

/** The large blocks of all transfers. Without a free block a transfer uses small ones. */
export class BlockPool {
  readonly #free: Block[] = [];
  #unmade: number;

  constructor(blocksMax: number) {
    this.#unmade = blocksMax;
  }

  take(): Block | undefined {
    const block = this.#free.pop();
    if (block !== undefined || this.#unmade === 0) return block;
    this.#unmade--;
    return newBlock(largeBlockBytes);
  }

  give(block: Block): void {
    this.#free.push(block);
  }
}

/** The blocks of one transfer. Their number is limited, so that a slow disk or peer does not increase the memory. */
export class TransferBlocks {
  readonly #pool: BlockPool;
  readonly #small: Block[] = [];
  #taken = 0;
  #wake: (() => void) | undefined;

  constructor(pool: BlockPool) {
    this.#pool = pool;
  }

  /** Takes a block; waits if all are in use. One caller at a time. @param bytesLeft the remaining bytes of the transfer. */
  async take(bytesLeft: number): Promise<Block> {
    while (this.#taken === blocksPerTransfer) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    this.#taken++;
    const large = bytesLeft > smallBlockBytes ? this.#pool.take() : undefined;
    return large ?? this.#small.pop() ?? newBlock(smallBlockBytes);
  }

  give(block: Block): void {
    this.#taken--;
    if (block.length === largeBlockBytes) this.#pool.give(block);
    else this.#small.push(block);
    this.#wake?.();
    this.#wake = undefined;
  }
}
