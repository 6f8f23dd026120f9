import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Database, Row } from '#db/database.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { closable, databaseOptions, type TestDatabase } from '#test/kit/open-test-database.ts';
import { root } from '#test/kit/root.ts';

/** The application id in a file of the program that made the dumps. */
export const applicationId = 0x63617070;

/** Writes a dump, such as `users/version-1.sql` in test/db, into a file. @returns the file. */
export function restore(dump: string, file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  withFile(file, (database) => database.exec(readFileSync(join(root, 'test', 'db', dump), 'utf8')));
  return file;
}

/** Opens a file as the app does, with the tables of these parts; by default of all. */
export const openWith = (file: string, parts?: readonly string[]): Promise<Database> =>
  openSqlite({ file, applicationId, migrations: setsOf(parts), busyTimeoutMs: 1000 });

/** The same, for `await using`. */
export const openForTest = async (file: string): Promise<TestDatabase> => closable(await openWith(file));

/** Opens and closes the file, which migrates it. */
export async function bringAlong(file: string, parts?: readonly string[]): Promise<void> {
  const database = await openWith(file, parts);
  await database.close();
}

export const setsOf = (parts?: readonly string[]) =>
  databaseOptions.migrations.filter(({ part }) => parts === undefined || parts.includes(part));

/** Every row of every table, except the record of migrations. */
export const rowsOf = (file: string): Readonly<Record<string, readonly Row[]>> =>
  withFile(file, (database) => {
    const tables = allOf(
      database,
      `select name from sqlite_schema where type = 'table' and name <> 'migration'`,
    );
    const textOf = (row: Row): string => Object.values(row).join('\n');
    const sorted = (rows: readonly Row[]) => rows.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
    // A migration may empty it, and the app then reads config.ini again.
    const withoutFingerprint = ({ fingerprint: _, ...row }: Row): Row => row;
    return Object.fromEntries(
      tables.map(({ name }) => [
        name,
        sorted(allOf(database, `select * from ${name}`).map(withoutFingerprint)),
      ]),
    );
  });

/** Tables, indexes and triggers with their SQL, without its comments, blanks and quotes. */
export const schemaOf = (file: string): readonly Row[] =>
  withFile(file, (database) =>
    allOf(database, 'select type, name, tbl_name, sql from sqlite_schema order by type, name').map((row) => ({
      ...row,
      sql: String(row['sql'])
        .replace(/--.*/g, '')
        .replace(/["\s]+/g, ' ')
        .replace(/ ?([(),]) ?/g, '$1')
        .toLowerCase(),
    })),
  );

export const versionOf = (file: string): unknown =>
  withFile(file, (database) => allOf(database, 'pragma user_version')[0]?.['user_version']);

/** Rows that refer to a missing row. */
export const danglingIn = (file: string): readonly Row[] =>
  withFile(file, (database) => allOf(database, 'pragma foreign_key_check'));

/** A value that differs when the file has changed. */
export const contentOf = (file: string) => ({
  version: versionOf(file),
  schema: schemaOf(file),
  rows: rowsOf(file),
});

function withFile<T>(file: string, work: (database: DatabaseSyncInstance) => T): T {
  const database = new DatabaseSync(file, { readBigInts: true });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const allOf = (database: DatabaseSyncInstance, sql: string): readonly Row[] =>
  database.prepare(sql).all() as Row[];
