/** A piece of memory that the disk, the socket and the hasher use one after the other, or at once. Shared: no thread copies it. */
export type Block = Uint8Array<SharedArrayBuffer>;

/** Larger ones bring nothing; smaller ones cost the kernel twice the time to write. */
export const largeBlockBytes = 1024 * 1024;
const smallBlockBytes = 64 * 1024;
/** One is filled, one is written, one is hashed. */
const blocksPerTransfer = 3;

const newBlock = (bytes: number): Block => new Uint8Array(new SharedArrayBuffer(bytes));

/** The large blocks of all transfers. When none is left, a transfer uses small ones. */
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

/** The blocks of one transfer: a few at a time, so that its memory does not depend on how slow the disk or the peer is. */
export class TransferBlocks {
  readonly #pool: BlockPool;
  readonly #small: Block[] = [];
  #taken = 0;
  #wake: (() => void) | undefined;

  constructor(pool: BlockPool) {
    this.#pool = pool;
  }

  /** A block, for at most so many bytes as are still to come. Waits until one of the others is given back. One caller at a time. */
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
