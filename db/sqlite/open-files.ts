import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

// https://sqlite.org/fileformat2.html#walformat
const walHeaderBytes = 32;
const frameHeaderBytes = 24;
/** Another process may truncate the WAL between two looks at it, but not each time. */
const looksMax = 10;
/**
 * A check holds for this time. It costs a third of a commit, and no program can replace the files, start, and write to
 * them in so short a time.
 */
const freshMs = 10;

/** The part of the WAL that is in use. */
export interface WalUse {
  readonly frames: number;
  readonly pageBytes: number;
}

/**
 * The three files of an open database, and whether they are still at their paths. SQLite does not look at the paths
 * after the opening: it would go on writing into removed files, and overwrite what other processes write into new ones.
 */
export class OpenFiles {
  readonly #file: string;
  /** The path that SQLite has resolved. -wal and -shm are beside it. */
  readonly #resolved: string;
  readonly #guard: DatabaseSyncInstance;
  readonly #main: string | undefined;
  readonly #freshMs: number;
  #wal: string | undefined;
  #shm: string | undefined;
  #isWatching = false;
  #isAbandoned = false;
  #checkedAtMs = Number.NEGATIVE_INFINITY;

  /** Call it before the connection is made: see `abandon`. @param checkedEveryMs default: 10 */
  constructor(file: string, checkedEveryMs = freshMs) {
    this.#file = file;
    this.#freshMs = checkedEveryMs;
    this.#guard = new DatabaseSync(file, { timeout: 0 });
    this.#resolved = this.#guard.location() ?? file;
    this.#main = identityOf(file);
  }

  /** Remembers the files. SQLite has made -wal and -shm by now. */
  remember(): void {
    this.#wal = this.#identityOf('-wal');
    this.#shm = this.#identityOf('-shm');
    this.#isWatching = true;
  }

  /** The size of the main file in bytes. */
  get mainBytes(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
  }

  /**
   * Whether a transaction may begin: all files are in place, and the WAL is whole. True until `remember`, and false from
   * `abandon` on. @param use measures the WAL, outside of a transaction.
   */
  areUsable(use: () => WalUse): boolean {
    if (this.#isAbandoned) return false;
    const nowMs = performance.now();
    if (!this.#isWatching || nowMs - this.#checkedAtMs < this.#freshMs) return true;
    const isShmInPlace = this.#shm !== undefined && this.#identityOf('-shm') === this.#shm;
    if (!isShmInPlace || !this.holdsCommits() || !this.#isWalWhole(use)) return false;
    this.#checkedAtMs = nowMs;
    return true;
  }

  /** Whether the files that a commit has written are in place. */
  holdsCommits(): boolean {
    if (!this.#isWatching) return true;
    if (this.#main === undefined || this.#wal === undefined) return false;
    return identityOf(this.#file) === this.#main && this.#identityOf('-wal') === this.#wal;
  }

  /**
   * Keeps SQLite from copying the WAL into the main file when the connection is closed, or finalized at the exit of the
   * process. Another process may have written there in the meantime, and the copy would overwrite that. SQLite copies
   * only when it gets an exclusive lock, so the guard takes a shared one: the attempt to lock exclusively fails and leaves
   * it. Node finalizes the guard last, because it was made first.
   */
  abandon(): void {
    if (this.#isAbandoned) return;
    this.#isAbandoned = true;
    try {
      this.#guard.exec('pragma locking_mode = exclusive; select 1 from sqlite_schema');
    } catch {
      // The expected failure. Or the main file is gone, and SQLite itself then copies nothing.
    }
  }

  /** Call it after the connection is closed. */
  close(): void {
    if (!this.#isAbandoned && this.#guard.isOpen) this.#guard.close();
  }

  #identityOf(suffix: string): string | undefined {
    return identityOf(this.#resolved + suffix);
  }

  /** False after another program has cut the WAL. The next commit would leave a hole in it, and ruin the main file. */
  #isWalWhole(use: () => WalUse): boolean {
    const path = `${this.#resolved}-wal`;
    for (let looks = 0; looks < looksMax; looks++) {
      const { frames, pageBytes } = use();
      if (frames <= 0) return true;
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size >= walHeaderBytes + frames * (frameHeaderBytes + pageBytes) && hasWalHeader(path)) return true;
    }
    return false;
  }
}

/** A commit after a cut leaves a hole, which reads as zeros. SQLite takes no locks on the WAL, so reading it is safe. */
function hasWalHeader(path: string): boolean {
  const magic = Buffer.alloc(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, magic, 0, magic.length, 0);
  } finally {
    closeSync(file);
  }
  return magic.readUInt32BE() >>> 1 === 0x377f0682 >>> 1;
}

/** @returns undefined when there is no file at the path, or no way to it. */
export function identityOf(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found && `${found.dev}/${found.ino}`;
  } catch {
    return undefined;
  }
}
