import type { OwnerFiles, StoredFile } from '#lib/files/owner-files.ts';
import type { Connection } from '#lib/net/connection.ts';

/**
 * {"cmd":"ls"}: answered with the files in as many frames as it takes, all but the last with `more`. The client makes
 * the server wait between them, so that a slow one does not make it keep all their names. @returns how many there are.
 */
export async function sendList(connection: Connection, files: OwnerFiles): Promise<number> {
  let count = 0;
  let page: readonly StoredFile[] = [];
  for await (const next of files.list()) {
    if (next.length === 0) continue;
    if (page.length > 0) await connection.send({ ...headerOf(page), more: true }, bodyOf(page));
    page = next;
    count += page.length;
  }
  await connection.send(headerOf(page), bodyOf(page));
  return count;
}

const headerOf = (page: readonly StoredFile[]) => ({ status: 'ok', count: page.length });

// In the body: the names alone are longer than a header may be.
const bodyOf = (page: readonly StoredFile[]): Buffer =>
  Buffer.from(
    JSON.stringify(page.map(({ name, bytes, modifiedMs }) => ({ name, bytes, modified: modifiedMs }))),
  );
