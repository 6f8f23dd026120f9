import { receiveFileBody } from '#core/files/body.ts';
import { fileErrors } from '#core/files/errors.ts';
import { remoteOutput } from '#core/net/client/remote-output.ts';
import type { Client } from '#core/net/client/verb.ts';
import type { TransferEngine } from '#lib/files/transfer-engine.ts';
import { askForFile } from './incoming.ts';
import { transferring } from './transferring.ts';

/**
 * Writes a file of the server to standard output: unchanged to a file or a pipe, cleaned to a terminal. The digest can be
 * checked only after the last byte.
 * @throws AppError
 */
export async function getIntoOutput(client: Client, name: string, engine: TransferEngine): Promise<void> {
  const connection = await client.connect();
  await transferring(client, connection, async () => {
    const { totalBytes, body } = await askForFile(connection, name);
    const digest = engine.hasher.digest(totalBytes);
    const output = remoteOutput(client.stdout);
    const write = async (bytes: Uint8Array): Promise<void> => {
      await Promise.all([digest.update(bytes), output.write(bytes)]);
    };
    const sent = await receiveFileBody(body, totalBytes, write);
    await output.end();
    if (!(await digest.end()).equals(sent)) throw fileErrors.damaged_transfer({ name });
  });
}
