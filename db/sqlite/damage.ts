import { AssertionError } from 'node:assert';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Row } from '#db/database.ts';
import { type Migration, type MigrationSet, readMigrations } from '#db/migrations.ts';
import type { Connection } from './connection.ts';
import { recordedVersion } from './migrate.ts';
import { keyOf, readRecord, recordTable } from './record.ts';

/** Whether an error can come from damaged data: an error of SQLite, or a value that no column of this app can have. */
export const canComeFromDamage = (error: unknown): boolean =>
  error instanceof AssertionError ||
  (error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR');

/**
 * Reads the whole database: after an error that would otherwise be a bug. One flipped bit can change the name of a
 * column, and SQLite takes that for a mistake in the statement.
 */
export function isDamaged(connection: Connection, migrations: readonly MigrationSet[]): boolean {
  try {
    const [found] = connection.statement('pragma integrity_check(1)').all() as Row[];
    return (
      found?.['integrity_check'] !== 'ok' ||
      connection.statement('pragma foreign_key_check').all().length > 0 ||
      !hasSchemaOf(connection, migrations)
    );
  } catch {
    return true;
  }
}

/** Whether the pages of the tables and of their indexes are whole. It reads all of them. */
export function passesQuickCheck(connection: Connection): boolean {
  const [found] = connection.statement('pragma quick_check(1)').all() as Row[];
  return found?.['quick_check'] === 'ok';
}

const schema = `select type, name, tbl_name, sql from sqlite_schema where name not like 'sqlite_%'`;

/**
 * Compares the schema with what the recorded migrations create. A database of the old layout has another schema, and is
 * not compared.
 */
function hasSchemaOf(connection: Connection, migrations: readonly MigrationSet[]): boolean {
  const version = connection.statement('pragma user_version').get() as Row;
  if (version['user_version'] !== BigInt(recordedVersion)) return true;
  const recorded = readRecord(connection);
  const actual = new Set(
    connection
      .statement(schema)
      .all()
      .map((row) => JSON.stringify(row)),
  );
  return schemaOf(
    migrations.flatMap(readMigrations).filter((migration) => recorded.has(keyOf(migration))),
  ).every((row) => actual.has(row));
}

function schemaOf(migrations: readonly Migration[]): readonly string[] {
  const fresh = new DatabaseSync(':memory:');
  try {
    fresh.exec(recordTable);
    for (const { sql } of migrations) fresh.exec(sql);
    return fresh
      .prepare(schema)
      .all()
      .map((row) => JSON.stringify(row));
  } finally {
    fresh.close();
  }
}
