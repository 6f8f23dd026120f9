import { createHash } from 'node:crypto';
import type { Piece } from './output.ts';

/** What a command has shown, and its exit code. */
export interface Outcome {
  readonly pieces: readonly Piece[];
  readonly exit: number;
}

interface Entry {
  readonly outcome: Promise<Outcome | undefined>;
  /** When it was done; undefined while it runs. */
  doneMs: number | undefined;
}

const memoryMs = 10 * 60_000;
const countMax = 10_000;
/** A longer one is not kept: whoever asks again runs the command again. */
const outputBytesMax = 64 * 1024;

/**
 * What came of the commands of the last minutes, by the command itself: one that is sent again, because its answer was
 * lost on the way, is answered again and not run again.
 */
export class Outcomes {
  readonly #entries = new Map<string, Entry>();
  readonly #uptimeMs: () => number;

  constructor(uptimeMs: () => number) {
    this.#uptimeMs = uptimeMs;
  }

  /**
   * The outcome under this key: the one that is known, or will be, or comes of running the command.
   * @param run resolves with undefined for what cannot be shown to anybody else; who waited for it runs on his own.
   */
  async of(key: string, run: () => Promise<Outcome | undefined>): Promise<Outcome | undefined> {
    for (let entry = this.#find(key); entry !== undefined; entry = this.#find(key)) {
      const known = await entry.outcome.catch(() => undefined);
      if (known !== undefined) return known;
    }
    const outcome = run();
    const entry: Entry = { outcome, doneMs: undefined };
    this.#entries.set(key, entry);
    try {
      const known = await outcome;
      if (known === undefined || bytesOf(known) > outputBytesMax) this.#forget(key, entry);
      return known;
    } catch (error) {
      this.#forget(key, entry);
      throw error;
    } finally {
      entry.doneMs = this.#uptimeMs();
      this.#prune();
    }
  }

  #find(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    const isOld = entry?.doneMs !== undefined && this.#uptimeMs() - entry.doneMs > memoryMs;
    if (isOld) this.#entries.delete(key);
    return isOld ? undefined : entry;
  }

  #forget(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }

  /** From the oldest on; what still runs is no outcome yet. */
  #prune(): void {
    const uptimeMs = this.#uptimeMs();
    for (const [key, { doneMs }] of this.#entries) {
      if (doneMs === undefined) continue;
      if (this.#entries.size <= countMax && uptimeMs - doneMs <= memoryMs) return;
      this.#entries.delete(key);
    }
  }
}

const bytesOf = ({ pieces }: Outcome): number => pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** Two requests with the same key are one and the same, sent twice. Secrets are part of it, and cannot be read from it. */
export const outcomeKey = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64');
