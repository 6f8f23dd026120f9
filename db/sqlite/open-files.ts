import { statSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

// https://sqlite.org/fileformat2.html#walformat
const walHeaderBytes = 32;
const frameHeaderBytes = 24;
/** Another process may truncate the WAL between two looks at it, but not each time. */
const looksMax = 10;

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
  #others: readonly (string | undefined)[] | undefined;
  #isAbandoned = false;

  /** Call it before the connection is made: see `abandon`. */
  constructor(file: string) {
    this.#file = file;
    this.#guard = new DatabaseSync(file, { timeout: 0 });
    this.#resolved = this.#guard.location() ?? file;
    this.#main = identityOf(file);
  }

  /** Remembers the files. SQLite has made -wal and -shm by now. */
  remember(): void {
    this.#others = this.#identitiesOfOthers();
  }

  /** The size of the main file in bytes. */
  get mainBytes(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** True until `remember`, and false from `abandon` on. @param use measures the WAL, outside of a transaction. */
  areInPlace(use: () => WalUse): boolean {
    if (this.#isAbandoned) return false;
    return this.#others === undefined || (this.#areTheSame(this.#others) && this.#isWalWhole(use));
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

  #areTheSame(others: readonly (string | undefined)[]): boolean {
    const now = this.#identitiesOfOthers();
    return (
      this.#main !== undefined &&
      identityOf(this.#file) === this.#main &&
      others.every((identity, index) => identity !== undefined && identity === now[index])
    );
  }

  #identitiesOfOthers(): readonly (string | undefined)[] {
    return ['-wal', '-shm'].map((suffix) => identityOf(this.#resolved + suffix));
  }

  /** False after another program has cut the WAL. The next commit would leave a hole in it, and ruin the main file. */
  #isWalWhole(use: () => WalUse): boolean {
    for (let looks = 0; looks < looksMax; looks++) {
      const { frames, pageBytes } = use();
      if (frames <= 0) return true;
      const size = statSync(`${this.#resolved}-wal`, { throwIfNoEntry: false })?.size ?? 0;
      if (size >= walHeaderBytes + frames * (frameHeaderBytes + pageBytes)) return true;
    }
    return false;
  }
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
