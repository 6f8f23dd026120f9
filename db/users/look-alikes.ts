import type { Queries } from '#db/database.ts';
import { yielding } from '#lib/async/yielding.ts';

/** A name with the spellings that stand for all names that look like it. */
export interface SpelledName {
  readonly name: string;
  readonly spellings: readonly string[];
}

export async function replaceLookAlikes(queries: Queries, names: Iterable<SpelledName>): Promise<void> {
  await queries.run('delete from look_alike');
  for await (const name of yielding(names)) await insertLookAlike(queries, name);
}

export async function insertLookAlike(queries: Queries, { name, spellings }: SpelledName): Promise<void> {
  for (const spelling of spellings)
    if (spelling !== name)
      await queries.run(
        'insert into look_alike (spelling, name) values (?, ?) on conflict do nothing',
        spelling,
        name,
      );
}

/** Whether a user has one of these spellings, or has it as a name. */
export async function isLookAlikeTaken(queries: Queries, spellings: readonly string[]): Promise<boolean> {
  for (const spelling of spellings) {
    const row = await queries.get(
      `select 1 as found from look_alike where spelling = ?1
       union all select 1 from config_user where name = ?1
       union all select 1 from credential where name = ?1 and registered = 1 limit 1`,
      spelling,
    );
    if (row !== undefined) return true;
  }
  return false;
}
