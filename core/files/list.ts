import type { OwnerFiles, StoredFile } from '#lib/files/owner-files.ts';
import type { Connection } from '#lib/net/connection.ts';
import { listPage } from './wire.ts';

/**
 * Sends the list of files in several frames. The server reads the next page only after the client has taken the previous
 * one, so it never holds all names in memory. @returns the number of files.
 */
export async function sendList(connection: Connection, files: OwnerFiles): Promise<number> {
  let count = 0;
  let page: readonly StoredFile[] = [];
  for await (const next of files.list()) {
    if (next.length === 0) continue;
    if (page.length > 0) await connection.send(...listPage(page, true));
    page = next;
    count += page.length;
  }
  await connection.send(...listPage(page, false));
  return count;
}
