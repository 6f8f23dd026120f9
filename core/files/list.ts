import type { OwnerFiles, StoredFile } from '#lib/files/owner-files.ts';
import type { Connection } from '#lib/net/connection.ts';
import { listPage } from './wire.ts';

/**
 * Answers with the files in as many frames as it takes. The client makes the server wait between them, so that the server
 * does not keep all their names for a slow one. @returns how many there are.
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
