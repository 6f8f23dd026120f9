import { type Connection, ConnectionLost } from '#lib/net/connection.ts';

export interface Conversation {
  readonly connection: Connection;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

/**
 * Runs the comparison of a partial file, which may take minutes, and aborts it when its result is not needed any more.
 * @returns undefined when the peer has closed its sending side meanwhile. If it still reads, it gets the whole file.
 * @throws ConnectionLost when the server stops. The partial file is kept, so the peer can continue later.
 */
export async function abortableComparison<T>(
  { connection, stopping }: Conversation,
  compare: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { ended, signal: lost } = connection;
  // AbortSignal.any would leave an entry of every comparison in `stopping`, which lives as long as the server.
  const controller = new AbortController();
  const end = (): void => controller.abort(ended.reason);
  const stop = (): void => controller.abort(new ConnectionLost('stopping'));
  ended.addEventListener('abort', end);
  stopping.addEventListener('abort', stop);
  if (ended.aborted) end();
  if (stopping.aborted) stop();
  try {
    return await compare(controller.signal);
  } catch (error) {
    const hasOnlyEnded = error === ended.reason && !lost.aborted;
    if (!hasOnlyEnded) throw error;
    return undefined;
  } finally {
    ended.removeEventListener('abort', end);
    stopping.removeEventListener('abort', stop);
  }
}
