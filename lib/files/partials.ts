import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { namesIn, statOf, unlinkIfThere } from './folder.ts';
import { chargeFor, chargeOf } from './quota.ts';
import { NotAFile, openNew, openToContinue } from './safe-open.ts';

/** The bytes of an upload, while it grows. */
export interface Partial {
  readonly path: string;
  readonly file: FileHandle;
  /** What an earlier try has left in it. */
  readonly bytes: number;
  /** Whether another try would find it. */
  readonly canContinue: boolean;
  /** To be called when nothing writes to it any more. */
  release(): void;
}

/** Files that cannot be continued: left over, they are of no use. */
const oncePrefix = 'once-';

/** How long the next try waits for one whose connection has just broken: the server may not have noticed yet. */
const releaseWaitMs = 1_000;

/** Uploads that grow in a folder of their own, beside the files: no name is reserved for them, and none can meet one. */
export class Partials {
  readonly #folder: string;
  /** Those that are being written, each with a promise of its release. */
  readonly #inUse = new Map<string, Promise<void>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Waits for an earlier try that has been given up, for a moment. */
  async untilReleased(name: string, transfer: string | undefined): Promise<void> {
    const released = transfer === undefined ? undefined : this.#inUse.get(keyOf(name, transfer));
    if (released === undefined) return;
    const timer = new AbortController();
    await Promise.race([released, delay(releaseWaitMs, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
  }

  /** What an earlier try has left, or a new file. @throws the system's error. */
  async take(name: string, transfer: string | undefined, totalBytes: number): Promise<Partial> {
    const wanted = transfer === undefined ? undefined : keyOf(name, transfer);
    // Two uploads at once would write into each other's file: the second gets one of its own.
    const canContinue = wanted !== undefined && !this.#inUse.has(wanted);
    const key = canContinue ? wanted : `${oncePrefix}${randomBytes(16).toString('hex')}`;
    const release = this.#use(key);
    const path = join(this.#folder, key);
    try {
      return { path, canContinue, release, ...(await openPartial(path, totalBytes)) };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** All that are not being written, as they count against the quota. */
  async measure(): Promise<number> {
    let bytes = 0;
    for (const { path } of await this.#unused()) bytes += chargeOf(await statOf(path));
    return bytes;
  }

  /** Removes those that have not been continued since, or cannot be. @returns by how much less counts against the quota. */
  async removeAbandoned(sinceMs: number): Promise<number> {
    let bytes = 0;
    for (const { key, path } of await this.#unused()) {
      const stats = await statOf(path);
      if (stats === undefined || (stats.mtimeMs > sinceMs && !key.startsWith(oncePrefix))) continue;
      await unlink(path);
      bytes += chargeFor(stats.size);
    }
    return bytes;
  }

  #use(key: string): () => void {
    let released = () => {};
    this.#inUse.set(
      key,
      new Promise((resolve) => {
        released = resolve;
      }),
    );
    return () => {
      this.#inUse.delete(key);
      released();
    };
  }

  async #unused(): Promise<readonly { key: string; path: string }[]> {
    const keys = (await namesIn(this.#folder)).filter((key) => !this.#inUse.has(key));
    return keys.map((key) => ({ key, path: join(this.#folder, key) }));
  }
}

const keyOf = (name: string, transfer: string): string =>
  createHash('sha256').update(`${name}\0${transfer}`).digest('hex');

async function openPartial(path: string, totalBytes: number): Promise<{ file: FileHandle; bytes: number }> {
  const file = await openToContinue(path).catch((error: unknown) => {
    if (error instanceof NotAFile) return undefined;
    throw error;
  });
  const bytes = (await file?.stat())?.size ?? 0;
  if (file !== undefined && bytes <= totalBytes) return { file, bytes };
  await file?.close();
  // Nothing of ours: a link, or longer than it could be.
  await unlinkIfThere(path);
  return { file: await openNew(path), bytes: 0 };
}
