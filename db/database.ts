import type { Text } from '#lib/text/text.ts';

/** The value of a column. Integers are always bigint, so that an amount never passes through a float. */
export type Value = string | bigint | null | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

/** Runs statements inside one transaction; `?` marks a parameter. After the transaction every method rejects. */
export interface Queries {
  all(sql: string, ...params: readonly Value[]): Promise<readonly Row[]>;
  /** @returns the first row; undefined when there is none. */
  get(sql: string, ...params: readonly Value[]): Promise<Row | undefined>;
  /** @returns the number of rows that the statement changed. */
  run(sql: string, ...params: readonly Value[]): Promise<bigint>;
}

/**
 * The only interface to the data. Every engine (today SQLite) implements it.
 * `work` must not call `read` or `write`: the inner call would wait for the outer one, which would never end.
 */
export interface Database {
  /** Runs `work` on a snapshot of the data. @throws DatabaseError, and every error of `work`. */
  read<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in a transaction that is isolated from all other writers. When the promise resolves, the changes are on
   * the disk. When it rejects, nothing has changed.
   * @throws DatabaseError, and every error of `work`.
   */
  write<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Waits for the running transactions, then closes. Later calls of `read` and `write` reject with `closed`. */
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
  | 'incomplete'
  | 'io'
  | 'migration_changed'
  | 'not_a_database'
  | 'read_only'
  | 'removed'
  | 'replaced'
  | 'setting_refused'
  | 'too_new';

/** A fault of the database file or of its environment, not of the code. The message is English, for logs and stacks. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;
  /** The problem, followed by the remedy. */
  readonly text: Text;

  constructor(code: DatabaseErrorCode, text: Text, options?: ErrorOptions) {
    super(text.en, options);
    this.code = code;
    this.text = text;
  }
}
