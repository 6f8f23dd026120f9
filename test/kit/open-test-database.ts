import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { migrationSets } from '#bin/shared/app.ts';
import { pathsOf } from '#bin/shared/paths.ts';
import { app } from '#conf/app.ts';
import type { Database } from '#db/database.ts';
import { openSqlite } from '#db/sqlite/sqlite.ts';
import { root } from './root.ts';

/** What opens a database with all tables of the app, whatever parts it has. */
export const databaseOptions = {
  applicationId: app.databaseId,
  migrations: migrationSets(pathsOf(pathToFileURL(join(root, '/')), undefined)),
};

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'console-app-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A file that does not exist yet. */
export const temporaryFile = (): string => join(temporaryFolder(), 'db', 'app.db');

/** Opens a real file with the app's tables, and closes it after the test. */
export async function openTestDatabase(file = temporaryFile(), busyTimeoutMs = 30_000): Promise<Database> {
  const database = await openSqlite({ ...databaseOptions, file, busyTimeoutMs });
  onTestFinished(() => database.close());
  return database;
}
