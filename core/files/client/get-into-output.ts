import { receiveFileBody } from '#core/files/body.ts';
import { fileErrors } from '#core/files/errors.ts';
import type { Client } from '#core/net/client/verb.ts';
import { toOutputError } from '#core/output-error.ts';
import type { TransferEngine } from '#lib/files/transfer-engine.ts';
import { askForFile } from './incoming.ts';
import { transferring } from './transferring.ts';

/**
 * Writes a file of the server to standard output. The digest can be checked only after the last byte.
 * @throws AppError
 */
export async function getIntoOutput(client: Client, name: string, engine: TransferEngine): Promise<void> {
  const connection = await client.connect();
  await transferring(client, connection, async () => {
    const { totalBytes, body } = await askForFile(connection, name);
    const digest = engine.hasher.digest(totalBytes);
    const write = async (bytes: Uint8Array): Promise<void> => {
      await Promise.all([digest.update(bytes), written(client.stdout, bytes)]);
    };
    const sent = await receiveFileBody(body, totalBytes, write);
    if (!(await digest.end()).equals(sent)) throw fileErrors.damaged_transfer({ name });
  });
}

const written = (output: NodeJS.WritableStream, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    output.write(bytes, (error) => (error ? reject(toOutputError(error)) : resolve()));
  });
