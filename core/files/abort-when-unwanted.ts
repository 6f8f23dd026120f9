import { type Connection, ConnectionLost } from '#lib/net/connection.ts';

export interface Conversation {
  readonly connection: Connection;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

/**
 * Finds out what is there already of a file, which may take minutes. @returns undefined when the peer has sent its last
 * byte meanwhile: should it still read, it is served as one that has nothing yet. @throws ConnectionLost when the server
 * stops: the peer keeps what it has, and comes again.
 */
export async function abortWhenUnwanted<T>(
  { connection, stopping }: Conversation,
  compare: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { ended, signal: lost } = connection;
  // AbortSignal.any would leave a trace of every comparison in a signal that lives as long as the server.
  const unwanted = new AbortController();
  const end = (): void => unwanted.abort(ended.reason);
  const stop = (): void => unwanted.abort(new ConnectionLost('stopping'));
  ended.addEventListener('abort', end);
  stopping.addEventListener('abort', stop);
  if (ended.aborted) end();
  if (stopping.aborted) stop();
  try {
    return await compare(unwanted.signal);
  } catch (error) {
    const hasOnlyEnded = error === ended.reason && !lost.aborted;
    if (!hasOnlyEnded) throw error;
    return undefined;
  } finally {
    ended.removeEventListener('abort', end);
    stopping.removeEventListener('abort', stop);
  }
}
