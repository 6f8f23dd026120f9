import type { Client } from '#core/net/client/verb.ts';
import { formatAddress } from '#lib/net/address.ts';
import { type Connection, ConnectionLost } from '#lib/net/connection.ts';
import { transferErrors } from './errors.ts';

/**
 * Runs a transfer. It ends with the connection, which is closed when the process is to end.
 * @param broken what is said when the connection is lost. @throws AppError, ExitRequested
 */
export async function transferring<T>(
  { exiting, address }: Client,
  connection: Connection,
  work: () => Promise<T>,
  broken = transferErrors.transfer_broken,
): Promise<T> {
  exiting.throwIfAborted();
  const leave = (): void => void connection.close();
  exiting.addEventListener('abort', leave);
  try {
    return await work();
  } catch (error) {
    exiting.throwIfAborted();
    if (error instanceof ConnectionLost) throw broken({ address: formatAddress(address) });
    throw error;
  } finally {
    exiting.removeEventListener('abort', leave);
  }
}
