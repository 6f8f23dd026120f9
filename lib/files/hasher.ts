import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/** A SHA-256 in the making. */
export interface Digest {
  /** Takes the next bytes. They must stay as they are until the promise resolves; without a promise they may change at once. */
  update(bytes: Uint8Array): Promise<void> | undefined;
  /** The 32 bytes for what it has got so far. It goes on. */
  peek(): Promise<Buffer>;
  /** The 32 bytes. Nothing can be added afterwards. */
  end(): Promise<Buffer>;
  /** Lets go of it, whether or not it has ended. */
  discard(): void;
}

// As text, because a bundle has no second file that a thread could load. Answers come in the order of the questions.
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

interface Asker {
  answer(digest: Uint8Array | undefined): void;
  fail(error: Error): void;
}

/**
 * Hashes beside the main thread, which has the sockets to look after: a transfer with its checksum then takes no longer
 * than one without. One thread for all; it is started when it is first needed.
 */
export class Hasher {
  #thread: Worker | undefined;
  #lastId = 0;
  readonly #askers: Asker[] = [];

  /** @param bytes how much there will be: for a little the way to the thread is longer than the work. */
  digest(bytes: number): Digest {
    return bytes <= hereBytesMax ? digestHere() : this.#digestThere();
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#fail(new Error('the hasher is closed'));
    // Until it has ended; nothing else might keep the process alive.
    thread?.ref();
    await thread?.terminate();
  }

  #digestThere(): Digest {
    const id = ++this.#lastId;
    const peek = async (): Promise<Buffer> => Buffer.from((await this.#ask({ id, want: 'peek' })) ?? []);
    return {
      update: async (bytes) => void (await this.#ask({ id, want: 'update', bytes })),
      peek,
      end: peek,
      discard: () => {
        // Closed with the thread: it has nothing left to let go of.
        if (this.#thread !== undefined) void this.#ask({ id, want: 'discard' }).catch(() => {});
      },
    };
  }

  #ask(question: Question): Promise<Uint8Array | undefined> {
    this.#thread ??= this.#start();
    this.#thread.ref();
    const answer = new Promise<Uint8Array | undefined>((answer, fail) => {
      this.#askers.push({ answer, fail });
    });
    this.#thread.postMessage(question);
    return answer;
  }

  #start(): Worker {
    const thread = new Worker(program, { eval: true });
    thread.on('message', (digest: Uint8Array | undefined) => {
      this.#askers.shift()?.answer(digest);
      // It keeps the process alive only while an answer is awaited.
      if (this.#askers.length === 0 && this.#thread === thread) thread.unref();
    });
    thread.on('error', (error) => this.#fail(error));
    return thread;
  }

  #fail(error: Error): void {
    this.#thread = undefined;
    for (const { fail } of this.#askers.splice(0)) fail(error);
  }
}

const hereBytesMax = 256 * 1024;

function digestHere(): Digest {
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
