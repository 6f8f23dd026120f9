/** Writes a row, then another one for each line of its input: prints how each went. Arguments: file, options as JSON. */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { DatabaseError } from '#db/database.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';

const [file = '', options = ''] = process.argv.slice(2);
const database = await openSqlite({ ...JSON.parse(options), file, busyTimeoutMs: 30_000 });

async function write(name: string): Promise<void> {
  const outcome = await database
    .write((queries) => queries.run(`insert into credential values (?, '$argon2id$x', 0, 0)`, name))
    .catch((error: DatabaseError) => error.code);
  writeSync(1, `${name}: ${outcome}\n`);
}

await write('before');
for await (const name of createInterface({ input: process.stdin })) await write(name);
await database.close();
