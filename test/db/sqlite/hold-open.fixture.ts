/** Opens the database, prints a line, and closes it when its input ends. Arguments: file, options as JSON. */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { openSqlite } from '#db/sqlite/sqlite.ts';

const [file = '', options = ''] = process.argv.slice(2);
const database = await openSqlite({ ...JSON.parse(options), file, busyTimeoutMs: 30_000 });
writeSync(1, 'open\n');
await once(process.stdin.resume(), 'end');
await database.close();
