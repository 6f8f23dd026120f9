import type { Text } from '#lib/text/text.ts';

/** What a column holds. Integers are always bigint: an amount never passes through a float. */
export type Value = string | bigint | null | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

/** Statements inside one transaction, `?` for parameters. After the transaction every method rejects. */
export interface Queries {
  all(sql: string, ...params: readonly Value[]): Promise<readonly Row[]>;
  /** @returns the first row. */
  get(sql: string, ...params: readonly Value[]): Promise<Row | undefined>;
  /** @returns how many rows it changed. */
  run(sql: string, ...params: readonly Value[]): Promise<bigint>;
}

/**
 * The one way to the data. Every engine (SQLite today) implements exactly this.
 * `work` must not call `read` or `write` again: it would wait for itself.
 */
export interface Database {
  /** Runs `work` on one unchanging view of the data. @throws DatabaseError; what `work` throws. */
  read<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in a transaction that no other writer interleaves with. When the promise resolves, the changes are on
   * the disk; when it rejects, nothing has changed.
   * @throws DatabaseError; what `work` throws.
   */
  write<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Waits for what runs, then closes. Later calls of `read` and `write` reject with `closed`. */
  close(): Promise<void>;
}

export type DatabaseErrorCode =
  | 'busy'
  | 'cannot_open'
  | 'closed'
  | 'corrupt'
  | 'foreign'
  | 'full'
  | 'in_use'
  | 'io'
  | 'migration_changed'
  | 'not_a_database'
  | 'read_only'
  | 'removed'
  | 'setting_refused'
  | 'too_new';

/** Something wrong with the database or its place, not with the code. The message is English, for logs and stacks. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;
  /** What is wrong, and then the remedy. */
  readonly text: Text;

  constructor(code: DatabaseErrorCode, text: Text, options?: ErrorOptions) {
    super(text.en, options);
    this.code = code;
    this.text = text;
  }
}
