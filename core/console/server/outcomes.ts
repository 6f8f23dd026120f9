import { createHash } from 'node:crypto';
import type { Piece } from './kept-output.ts';

/** The output of a command, and its exit code. */
export interface Outcome {
  readonly pieces: readonly Piece[];
  readonly exit: number;
}

interface Entry {
  readonly outcome: Promise<Outcome | undefined>;
  /** Uptime at the end of the command; undefined while it runs. */
  doneMs: number | undefined;
  /** The memory of the outcome. */
  bytes: number;
}

const memoryMs = 10 * 60_000;
const countMax = 10_000;
/** An outcome with longer output is not kept: the same request runs the command again. */
const outputBytesMax = 64 * 1024;
/** Of all outcomes together. */
const memoryBytesMax = 16 * 1024 * 1024;
/** Memory of an outcome without output; each of its pieces takes as much. */
const pieceBytes = 256;

/**
 * A cache of the outcomes of the last 10 minutes. If the client sends a command again because the answer was lost, it gets
 * the same answer, and the command does not run again.
 */
export class Outcomes {
  readonly #entries = new Map<string, Entry>();
  readonly #uptimeMs: () => number;
  #bytes = 0;

  constructor(uptimeMs: () => number) {
    this.#uptimeMs = uptimeMs;
  }

  /**
   * Returns the outcome of this key. If the command neither has run nor is running, `run` runs it.
   * @param run resolves with undefined if the output belongs to one client only. Then a waiting call runs its own `run`.
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

  /** Removes outcomes that are too old or too many, the oldest first. */
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

/** Copies neighbouring pieces of one stream into one buffer: a slice of Node's pool would keep all of its 8 KiB. */
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

/** Requests with the same key are the same request, sent twice. The key is a hash because it contains passwords. */
export const outcomeKey = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64');
