import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Database } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';

export const migrations = join(import.meta.dirname, '../../db/migrations');

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
  const database = await openSqlite({ file, migrations, busyTimeoutMs });
  onTestFinished(() => database.close());
  return database;
}
