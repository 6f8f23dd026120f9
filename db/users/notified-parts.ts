import type { Queries } from '#db/database.ts';
import { stringOf } from '#db/row.ts';

/** @returns the names of the parts whose `onUsersAdded` has got every user. */
export async function readNotifiedParts(queries: Queries): Promise<ReadonlySet<string>> {
  const rows = await queries.all('select name from notified_part');
  return new Set(rows.map((row) => stringOf(row, 'name')));
}

export async function replaceNotifiedParts(queries: Queries, names: Iterable<string>): Promise<void> {
  await queries.run('delete from notified_part');
  for (const name of names) await queries.run('insert into notified_part (name) values (?)', name);
}
