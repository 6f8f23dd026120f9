import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { namesIn, statOf, unlinkIfThere } from './folder.ts';
import { chargeFor, chargeOf } from './quota.ts';
import { NotAFile, openNew, openToContinue } from './safe-open.ts';

/** The file of an unfinished upload. */
export interface Partial {
  readonly path: string;
  readonly file: FileHandle;
  /** The bytes of an earlier try. */
  readonly bytes: number;
  /** Whether a later try can continue it. */
  readonly canContinue: boolean;
  /** To be called after the last write. */
  release(): void;
}

/** The prefix of uploads that cannot be continued; they are removed after a crash. */
const oncePrefix = 'once-';

/** The time to wait for an earlier try whose connection has broken: the server may not have noticed it. */
const releaseWaitMs = 1_000;

/** The unfinished uploads, in a separate folder, so that their names cannot collide with names of files. */
export class Partials {
  readonly #folder: string;
  /** The uploads in progress, each with a promise that resolves at its release. */
  readonly #inUse = new Map<string, Promise<void>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Waits up to 1 s for the release of an earlier try. */
  async untilReleased(name: string, transfer: string | undefined): Promise<void> {
    const released = transfer === undefined ? undefined : this.#inUse.get(keyOf(name, transfer));
    if (released === undefined) return;
    const timer = new AbortController();
    await Promise.race([released, delay(releaseWaitMs, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
  }

  /** Opens the file of an earlier try, or a new one. @throws the system's error. */
  async take(name: string, transfer: string | undefined, totalBytes: number): Promise<Partial> {
    const wanted = transfer === undefined ? undefined : keyOf(name, transfer);
    // A second simultaneous upload must not write into the same file, so it gets a new one.
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

  /** The bytes of all uploads that are not in progress, as charged to the quota. */
  async measure(): Promise<number> {
    let bytes = 0;
    for (const { path } of await this.#unused()) bytes += chargeOf(await statOf(path));
    return bytes;
  }

  /** Removes uploads without a write since `sinceMs`, and those that cannot be continued. @returns the freed bytes of the quota. */
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
  // The path is no file of this class: a link, or longer than the upload.
  await unlinkIfThere(path);
  return { file: await openNew(path), bytes: 0 };
}
