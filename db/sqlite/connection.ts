import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import type { Row } from '#db/database.ts';
import { databaseError } from './errors.ts';

export type Statement = StatementSyncInstance;

// About 16 MB of WAL: pages that change in every transaction are copied back once per thousands of them.
const checkpointPages = 4000;

/** One connection of the driver: its settings, its prepared statements, and waiting for other processes. */
export class Connection {
  readonly file: string;
  readonly #driver: DatabaseSyncInstance;
  readonly #busyTimeoutMs: number;
  readonly #statements = new Map<string, Statement>();

  constructor(file: string, busyTimeoutMs: number) {
    this.file = file;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#driver = new DatabaseSync(file, { timeout: busyTimeoutMs, readBigInts: true, defensive: true });
  }

  /** Sets what keeps the data safe, and reads it back: SQLite refuses a setting without a word. */
  async configure(): Promise<void> {
    await this.#patiently('pragma journal_mode = wal');
    // WAL falls back to NORMAL on every new connection: a power cut would take back what was acknowledged.
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

  exec(sql: string): void {
    this.#driver.exec(sql);
  }

  /** The prepared statement for `sql`, kept: preparing costs more than running. */
  statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#driver.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Begins a transaction that may write. It takes the write lock first: upgrading a read lock later fails at once. */
  beginWrite(): Promise<void> | undefined {
    return this.#patiently('begin immediate');
  }

  /** Begins a transaction that sees one moment. */
  beginRead(): void {
    this.#driver.exec('begin');
  }

  commit(): void {
    this.#driver.exec('commit');
  }

  rollback(): void {
    // SQLite has already rolled back after some errors, such as a full disk.
    if (this.#driver.isTransaction) this.#driver.exec('rollback');
  }

  /**
   * Moves everything into the main file first: the driver keeps a connection half open until its prepared statements
   * are garbage, so SQLite's own clean-up at the last close does not come.
   */
  close(): void {
    if (!this.#driver.isOpen) return;
    try {
      this.#driver.exec('pragma busy_timeout = 0; pragma wal_checkpoint(truncate)');
    } catch {
      // Another process is at work, or the file is broken: the next one to open it does the same.
    }
    this.#statements.clear();
    this.#driver.close();
  }

  /**
   * Repeats what other processes may stand in the way of, for the busy timeout in all. SQLite's own waiting would stop
   * the event loop, and with it every timer and every other user of a server; a change to WAL it does not wait for.
   * @returns nothing when there was no need to wait.
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
