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
  /** What it takes to remember it. */
  bytes: number;
}

const memoryMs = 10 * 60_000;
const countMax = 10_000;
/** A longer one is not kept: whoever asks again runs the command again. */
const outputBytesMax = 64 * 1024;
/** Of all of them together. */
const memoryBytesMax = 16 * 1024 * 1024;
/** What an outcome takes without any output, and so does each of its pieces. */
const pieceBytes = 256;

/**
 * What came of the commands of the last minutes, by the command itself: one that is sent again, because its answer was
 * lost on the way, is answered again and not run again.
 */
export class Outcomes {
  readonly #entries = new Map<string, Entry>();
  readonly #uptimeMs: () => number;
  #bytes = 0;

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
    const outcome = run().then(compact);
    const entry: Entry = { outcome, doneMs: undefined, bytes: 0 };
    this.#entries.set(key, entry);
    try {
      const known = await outcome;
      if (isKept(known)) this.#count(entry, known);
      else this.#forget(key, entry);
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
    if (isOld) this.#forget(key, entry);
    return isOld ? undefined : entry;
  }

  #count(entry: Entry, { pieces }: Outcome): void {
    entry.bytes = bytesOf(pieces) + pieceBytes * (pieces.length + 1);
    this.#bytes += entry.bytes;
  }

  #forget(key: string, entry: Entry): void {
    if (this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  /** From the oldest on; what still runs is no outcome yet. */
  #prune(): void {
    const uptimeMs = this.#uptimeMs();
    for (const [key, entry] of this.#entries) {
      if (entry.doneMs === undefined) continue;
      const isRoom = this.#entries.size <= countMax && this.#bytes <= memoryBytesMax;
      if (isRoom && uptimeMs - entry.doneMs <= memoryMs) return;
      this.#forget(key, entry);
    }
  }
}

const bytesOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);

const isKept = (outcome: Outcome | undefined): outcome is Outcome =>
  outcome !== undefined && bytesOf(outcome.pieces) <= outputBytesMax;

/** Neighbours of one stream become one piece, in memory of its own: a slice of Node's pool would hold all of its 8 KiB. */
function compact(outcome: Outcome | undefined): Outcome | undefined {
  if (!isKept(outcome)) return outcome;
  const groups: Piece[][] = [];
  for (const piece of outcome.pieces) {
    const group = groups.at(-1);
    if (group?.[0]?.stream === piece.stream) group.push(piece);
    else groups.push([piece]);
  }
  return { ...outcome, pieces: groups.map(joined) };
}

function joined(pieces: readonly Piece[]): Piece {
  const bytes = Buffer.allocUnsafeSlow(bytesOf(pieces));
  let at = 0;
  for (const piece of pieces) at += piece.bytes.copy(bytes, at);
  return { stream: pieces[0]?.stream ?? 'stdout', bytes };
}

/** Two requests with the same key are one and the same, sent twice. Secrets are part of it, and cannot be read from it. */
export const outcomeKey = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64');
