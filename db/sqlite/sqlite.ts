import { type Database, DatabaseError, type Queries, type Row, type Value } from '#db/database.ts';
import type { MigrationSet } from '#db/migrations.ts';
import { Mutex } from '#lib/async/mutex.ts';
import { Connection, type Statement } from './connection.ts';
import { canComeFromDamage, isDamaged, passesQuickCheck } from './damage.ts';
import { databaseError, translated } from './errors.ts';
import { prepareFile } from './file.ts';
import { type MigrateOptions, migrate, versionOf } from './migrate.ts';

export interface SqliteOptions extends MigrateOptions {
  /** Path of the database file. A missing file is created with its folder (0600 and 0700). */
  readonly file: string;
  /** Time to wait for the lock of another process. */
  readonly busyTimeoutMs: number;
  /**
   * Up to this size of the file, the opening reads all pages and refuses a damaged database: about 1 s for 100 MB.
   * Default: 0, for a process that must start at once.
   */
  readonly checkedBytesMax?: number;
  /** How often it is checked that the files are in place. Default: 10. */
  readonly filesCheckedEveryMs?: number;
}

/**
 * Opens the database in a file and runs the missing migrations. The caller closes it before the process ends.
 * Until then only SQLite may open the file in this process: closing any other handle on it drops the locks of SQLite.
 * @throws DatabaseError
 */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const { file, applicationId, busyTimeoutMs } = options;
  let connection: Connection | undefined;
  try {
    prepareFile(file);
    connection = new Connection(file, busyTimeoutMs, options.filesCheckedEveryMs);
    // Before `configure` writes a setting: the file may belong to another program.
    versionOf(connection, applicationId);
    await connection.configure();
    const isChecked = connection.mainBytes <= (options.checkedBytesMax ?? 0);
    if (connection.isCutOff() || (isChecked && !passesQuickCheck(connection)))
      throw databaseError('corrupt', file);
    await migrate(connection, options);
    connection.rememberFiles();
    return new SqliteDatabase(connection, options.migrations);
  } catch (error) {
    const explained = explain(error, file, connection, options.migrations);
    if (explained instanceof DatabaseError && explained.code === 'corrupt') connection?.abandonFiles();
    connection?.close();
    throw explained;
  }
}

/** @returns a DatabaseError for an error that the environment or damaged data has caused; any other error unchanged. */
function explain(
  error: unknown,
  file: string,
  connection: Connection | undefined,
  migrations: readonly MigrationSet[],
): unknown {
  const known = translated(error, file);
  if (known instanceof DatabaseError || connection === undefined || !canComeFromDamage(error)) return known;
  return isDamaged(connection, migrations) ? databaseError('corrupt', file, { cause: error }) : error;
}

/** All transactions of this process share one connection and run one after the other. */
class SqliteDatabase implements Database {
  readonly #connection: Connection;
  readonly #migrations: readonly MigrationSet[];
  readonly #mutex = new Mutex();
  #isClosed = false;

  constructor(connection: Connection, migrations: readonly MigrationSet[]) {
    this.#connection = connection;
    this.#migrations = migrations;
  }

  read<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#enqueue(() => this.#transact('read', work));
  }

  write<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#enqueue(() => this.#transact('write', work));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    const closing = this.#enqueue(async () => this.#connection.close());
    this.#isClosed = true;
    await closing;
  }

  #enqueue<T>(task: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(databaseError('closed', this.#connection.file));
    return this.#mutex.run(task);
  }

  async #transact<T>(mode: 'read' | 'write', work: (queries: Queries) => Promise<T>): Promise<T> {
    const connection = this.#connection;
    const queries = new SqliteQueries(connection, mode);
    try {
      if (mode === 'read') connection.beginRead();
      else await connection.beginWrite();
      const result = await work(queries);
      // Before the commit, so that no statement can run after it outside of the transaction.
      queries.end();
      connection.commit();
      return result;
    } catch (error) {
      queries.end();
      connection.rollback();
      throw explain(error, connection.file, connection, this.#migrations);
    }
  }
}

/** The driver is synchronous. The methods return promises because another engine may be asynchronous. */
class SqliteQueries implements Queries {
  readonly #connection: Connection;
  readonly #mode: 'read' | 'write';
  #hasEnded = false;

  constructor(connection: Connection, mode: 'read' | 'write') {
    this.#connection = connection;
    this.#mode = mode;
  }

  end(): void {
    this.#hasEnded = true;
  }

  async all(sql: string, ...params: readonly Value[]): Promise<readonly Row[]> {
    refuseNul(params);
    return this.#statement(sql).all(...params) as Row[];
  }

  async get(sql: string, ...params: readonly Value[]): Promise<Row | undefined> {
    refuseNul(params);
    return this.#statement(sql).get(...params) as Row | undefined;
  }

  async run(sql: string, ...params: readonly Value[]): Promise<bigint> {
    if (this.#mode === 'read') throw new Error('a read changes nothing: use write');
    refuseNul(params);
    return BigInt(this.#statement(sql).run(...params).changes);
  }

  #statement(sql: string): Statement {
    if (this.#hasEnded) throw new Error('the transaction of these queries has ended');
    return this.#connection.statement(sql);
  }
}

/** The driver cuts a text at its first NUL: `egon\0` would become `egon`. A text with a NUL here is a bug of the caller. */
function refuseNul(params: readonly Value[]): void {
  for (const param of params)
    if (typeof param === 'string' && param.includes('\0'))
      throw new Error('a text for the database holds a NUL');
}
