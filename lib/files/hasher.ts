import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/** A SHA-256 (FIPS 180-4) that is computed step by step. */
export interface Digest {
  /** Adds bytes. They must not change until the promise resolves. Without a promise they may change at once. */
  update(bytes: Uint8Array): Promise<void> | undefined;
  /** The 32 bytes of the digest so far. More bytes may be added. */
  peek(): Promise<Buffer>;
  /** The 32 bytes of the digest. No bytes may be added afterwards. */
  end(): Promise<Buffer>;
  /** Frees the digest, before or after `end`. */
  discard(): void;
}

// The worker's program is a text, because a bundle has no second file to load. Answers come in the order of the questions.
const program = `
const { parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const hashes = new Map();
parentPort.on('message', ({ id, want, bytes }) => {
  const hash = hashes.get(id) ?? createHash('sha256');
  hashes.set(id, hash);
  if (want === 'update') hash.update(bytes);
  if (want === 'discard') hashes.delete(id);
  parentPort.postMessage(want === 'peek' ? hash.copy().digest() : undefined);
});`;

interface Question {
  readonly id: number;
  readonly want: 'update' | 'peek' | 'discard';
  readonly bytes?: Uint8Array;
}

interface PendingAnswer {
  answer(digest: Uint8Array | undefined): void;
  fail(error: Error): void;
}

/**
 * Hashes in one worker thread, so that the main thread is free for the sockets: a transfer with a checksum takes no
 * longer than one without. The thread starts at its first use.
 */
export class Hasher {
  #thread: Worker | undefined;
  #lastId = 0;
  readonly #pending: PendingAnswer[] = [];

  /** @param bytes the expected total. Up to 256 KiB are hashed in the main thread: a message costs more than the work. */
  digest(bytes: number): Digest {
    return bytes <= mainThreadBytesMax ? mainThreadDigest() : this.#workerDigest();
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#fail(new Error('the hasher is closed'));
    // Keeps the process alive until the thread has ended.
    thread?.ref();
    await thread?.terminate();
  }

  #workerDigest(): Digest {
    const id = ++this.#lastId;
    const peek = async (): Promise<Buffer> => Buffer.from((await this.#request({ id, want: 'peek' })) ?? []);
    return {
      update: async (bytes) => void (await this.#request({ id, want: 'update', bytes })),
      peek,
      end: peek,
      discard: () => {
        // Without a thread there is no memory to free.
        if (this.#thread !== undefined) void this.#request({ id, want: 'discard' }).catch(() => {});
      },
    };
  }

  #request(question: Question): Promise<Uint8Array | undefined> {
    this.#thread ??= this.#start();
    this.#thread.ref();
    const answer = new Promise<Uint8Array | undefined>((answer, fail) => {
      this.#pending.push({ answer, fail });
    });
    this.#thread.postMessage(question);
    return answer;
  }

  #start(): Worker {
    const thread = new Worker(program, { eval: true });
    thread.on('message', (digest: Uint8Array | undefined) => {
      this.#pending.shift()?.answer(digest);
      // The thread keeps the process alive only while an answer is pending.
      if (this.#pending.length === 0 && this.#thread === thread) thread.unref();
    });
    thread.on('error', (error) => this.#fail(error));
    return thread;
  }

  #fail(error: Error): void {
    this.#thread = undefined;
    for (const { fail } of this.#pending.splice(0)) fail(error);
  }
}

const mainThreadBytesMax = 256 * 1024;

function mainThreadDigest(): Digest {
  const hash = createHash('sha256');
  return {
    update(bytes) {
      hash.update(bytes);
      return undefined;
    },
    peek: async () => hash.copy().digest(),
    end: async () => hash.digest(),
    discard() {},
  };
}

export const digestBytes = 32;
