/** The table `migration` records by part which migrations a database has run. */
import type { Row } from '#db/database.ts';
import type { Migration } from '#db/migrations.ts';
import { numberOf, stringOf } from '#db/row.ts';
import type { Connection } from './connection.ts';
import { databaseError } from './errors.ts';

export const recordTable = `create table migration (
  part text not null check (part <> ''),
  number integer not null check (number > 0),
  checksum text not null check (length(checksum) = 64),
  primary key (part, number)
) strict, without rowid`;

export const beginRecord = (connection: Connection): void => connection.exec(recordTable);

/** @returns the checksums by `keyOf`. */
export function readRecord(connection: Connection): ReadonlyMap<string, string> {
  const rows = connection.statement('select part, number, checksum from migration').all() as Row[];
  return new Map(
    rows.map((row) => [
      keyOf({ part: stringOf(row, 'part'), number: numberOf(row, 'number') }),
      stringOf(row, 'checksum'),
    ]),
  );
}

/** @throws DatabaseError `too_new` for a recorded migration without a file, `migration_changed` for a changed file. */
export function checkRecord(
  { file }: Connection,
  part: string,
  known: readonly Migration[],
  recorded: ReadonlyMap<string, string>,
): void {
  if (recorded.has(keyOf({ part, number: known.length + 1 }))) throw databaseError('too_new', file);
  for (const migration of known) {
    const checksum = recorded.get(keyOf(migration));
    if (checksum === undefined || checksum === migration.checksum) continue;
    throw databaseError('migration_changed', file, { detail: `db/${part}/migrations/${migration.name}` });
  }
}

export const keyOf = ({ part, number }: Pick<Migration, 'part' | 'number'>): string => `${part}/${number}`;

export function record(connection: Connection, { part, number, checksum }: Migration): void {
  connection
    .statement('insert into migration (part, number, checksum) values (?, ?, ?)')
    .run(part, BigInt(number), checksum);
}
