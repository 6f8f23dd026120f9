import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import type { Row } from '#db/database.ts';
import { numberOf } from '#db/row.ts';
import { databaseError } from './errors.ts';
import { OpenFiles, type WalUse } from './open-files.ts';

export type Statement = StatementSyncInstance;

// About 16 MB of WAL. A page that every transaction changes is then copied back once per thousands of transactions.
const checkpointPages = 4000;

/** One connection of the driver. It keeps prepared statements and waits for the locks of other processes. */
export class Connection {
  readonly file: string;
  readonly #files: OpenFiles;
  readonly #driver: DatabaseSyncInstance;
  readonly #busyTimeoutMs: number;
  readonly #statements = new Map<string, Statement>();
  #pageBytes: number | undefined;

  /** @param filesCheckedEveryMs see OpenFiles. */
  constructor(file: string, busyTimeoutMs: number, filesCheckedEveryMs?: number) {
    this.file = file;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#files = new OpenFiles(file, filesCheckedEveryMs);
    this.#driver = new DatabaseSync(file, { timeout: busyTimeoutMs, readBigInts: true, defensive: true });
  }

  /**
   * Applies the settings that protect the data and reads them back, because SQLite ignores a pragma that it cannot apply.
   * @throws DatabaseError `setting_refused`, `busy`.
   */
  async configure(): Promise<void> {
    await this.#patiently('pragma journal_mode = wal');
    // In WAL mode a new connection starts with synchronous = NORMAL. A power cut can then undo acknowledged transactions.
    this.#driver.exec(`pragma synchronous = full; pragma fullfsync = on; pragma checkpoint_fullfsync = on;
      pragma recursive_triggers = on; pragma trusted_schema = off; pragma wal_autocheckpoint = ${checkpointPages}`);
    const actual = this.statement(
      `select journal_mode, synchronous, foreign_keys, timeout from pragma_journal_mode, pragma_synchronous,
         pragma_foreign_keys, pragma_busy_timeout`,
    ).get() as Row;
    const expected: Row = {
      journal_mode: 'wal',
      synchronous: 2n,
      foreign_keys: 1n,
      timeout: BigInt(this.#busyTimeoutMs),
    };
    for (const [name, value] of Object.entries(expected)) {
      if (actual[name] === value) continue;
      const cause = new Error(`${name} is ${actual[name]}, not ${value}`);
      throw databaseError('setting_refused', this.file, { cause });
    }
  }

  /** From now on, `requireFiles` watches the files of the database. */
  rememberFiles(): void {
    this.#files.remember();
    this.requireFiles();
  }

  /**
   * Checks, outside of a transaction, that SQLite's files are still those at the paths. After a failure no statement
   * changes them any more. @throws DatabaseError `replaced`
   */
  requireFiles(): void {
    if (!this.#files.areUsable(() => this.#walUse())) this.#loseFiles();
  }

  #loseFiles(): never {
    this.#files.abandon();
    throw databaseError('replaced', this.file);
  }

  /** Lets the files be as they are from now on, because the database is damaged and may be the only copy. */
  abandonFiles(): void {
    this.#files.abandon();
  }

  /** The size of the main file in bytes. */
  get mainBytes(): number {
    return this.#files.mainBytes;
  }

  /** Whether the main file lacks pages at its end which the WAL does not have either. Call it after a read. */
  isCutOff(): boolean {
    const pages = numberOf(this.statement('pragma page_count').get() as Row, 'page_count');
    // In this order: another process may grow the file from the WAL, and then empty the WAL.
    const { frames, pageBytes } = this.#walUse();
    return pages * pageBytes > this.mainBytes + frames * pageBytes;
  }

  #walUse(): WalUse {
    this.#pageBytes ??= numberOf(this.statement('pragma page_size').get() as Row, 'page_size');
    const use = this.statement('pragma wal_checkpoint(noop)').get() as Row;
    return { frames: numberOf(use, 'log'), pageBytes: this.#pageBytes };
  }

  exec(sql: string): void {
    this.#driver.exec(sql);
  }

  /** @returns the prepared statement for `sql`. It is cached: preparing costs more than running. */
  statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#driver.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /**
   * Begins a transaction that may write. It takes the write lock at once: upgrading a read lock later can fail without
   * waiting. @throws DatabaseError `busy` after the busy timeout; `replaced`.
   */
  beginWrite(): Promise<void> | undefined {
    return this.#patiently('begin immediate');
  }

  /** Begins a transaction that reads one snapshot. @throws DatabaseError `replaced` */
  beginRead(): void {
    this.requireFiles();
    this.#driver.exec('begin');
  }

  /** @throws DatabaseError `replaced`: the commit went into a file that is no longer at the path. */
  commit(): void {
    this.#driver.exec('commit');
    if (!this.#files.holdsCommits()) this.#loseFiles();
  }

  rollback(): void {
    // SQLite has already rolled back after some errors, such as a full disk.
    if (this.#driver.isTransaction) this.#driver.exec('rollback');
  }

  /**
   * Copies the WAL into the main file, then closes. SQLite itself does that at the last close only, and the driver keeps
   * a connection half open until its prepared statements are garbage-collected.
   */
  close(): void {
    if (!this.#driver.isOpen) return;
    try {
      this.requireFiles();
      this.#driver.exec('pragma busy_timeout = 0; pragma wal_checkpoint(truncate)');
    } catch {
      // Another process uses the file, or the file is damaged or replaced. The next process that opens it tries again.
    }
    this.#statements.clear();
    this.#driver.close();
    this.#files.close();
  }

  /**
   * Runs a statement that needs a lock, and repeats it up to the busy timeout while another process holds the lock.
   * SQLite's own busy handler would block the event loop, and it does not wait for a change to WAL mode at all.
   * @returns undefined when the first attempt succeeded.
   */
  #patiently(sql: string): Promise<void> | undefined {
    return this.#attempt(sql) ? undefined : this.#repeat(sql);
  }

  async #repeat(sql: string): Promise<void> {
    let waitedMs = 0;
    for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 10)) {
      await sleep(pauseMs);
      waitedMs += pauseMs;
      if (this.#attempt(sql)) return;
      if (waitedMs >= this.#busyTimeoutMs) throw databaseError('busy', this.file);
    }
  }

  #attempt(sql: string): boolean {
    // Right before each attempt, because the wait for a lock may have been long.
    this.requireFiles();
    const restore = `pragma busy_timeout = ${this.#busyTimeoutMs}`;
    try {
      this.#driver.exec(`pragma busy_timeout = 0; ${sql}; ${restore}`);
      return true;
    } catch (error) {
      this.#driver.exec(restore);
      if (isBusy(error)) return false;
      throw error;
    }
  }
}

export const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && [5, 6].includes(Number(error.errcode) & 0xff);
