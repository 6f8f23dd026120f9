import type { Client } from '#core/net/client/verb.ts';
import { formatAddress } from '#lib/net/address.ts';
import { type Connection, ConnectionLost } from '#lib/net/connection.ts';
import { transferErrors } from './errors.ts';

/**
 * Runs a transfer. When the process must end, it closes the connection, which ends the transfer.
 * @param broken the error for a lost connection. @throws AppError, ExitRequested
 */
export async function transferring<T>(
  { exiting, address }: Client,
  connection: Connection,
  work: () => Promise<T>,
  broken = transferErrors.transfer_broken,
): Promise<T> {
  exiting.throwIfAborted();
  const close = (): void => void connection.close();
  exiting.addEventListener('abort', close);
  try {
    return await work();
  } catch (error) {
    exiting.throwIfAborted();
    if (error instanceof ConnectionLost) throw broken({ address: formatAddress(address) });
    throw error;
  } finally {
    exiting.removeEventListener('abort', close);
  }
}
