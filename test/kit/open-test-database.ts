import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { migrationSets } from '#bin/shared/app.ts';
import { pathsOf } from '#bin/shared/paths.ts';
import { app } from '#conf/app.ts';
import type { Database } from '#db/database.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { root } from './root.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** Options that open a database with all tables of the app, for any parts. */
export const databaseOptions = {
  applicationId: app.databaseId,
  migrations: migrationSets(pathsOf(pathToFileURL(join(root, '/')), undefined)),
};

export type TestDatabase = Database & AsyncDisposable;

/** Opens a real file with the app's tables: this one, or one of its own that is removed when it is closed. */
export async function openTestDatabase(file?: string, busyTimeoutMs = 30_000): Promise<TestDatabase> {
  if (file !== undefined) return closable(await openSqlite({ ...databaseOptions, file, busyTimeoutMs }));
  const folder = new TemporaryFolder();
  const options = { ...databaseOptions, file: folder.databaseFile, busyTimeoutMs };
  return closable(await openSqlite(options), () => folder[Symbol.dispose]());
}

/** The database, for `await using`. */
export const closable = (database: Database, afterwards: () => void = () => {}): TestDatabase =>
  Object.assign(database, {
    async [Symbol.asyncDispose](): Promise<void> {
      await database.close();
      afterwards();
    },
  });
