import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from './address.ts';
import { connectDatagrams } from './datagrams.ts';

export interface AskOptions {
  readonly question: Uint8Array;
  /** A name, too. */
  readonly to: Address;
  /** How often it is sent: a datagram may get lost, and so may its answer. */
  readonly tries: number;
  /** How long an answer is waited for before the next try. */
  readonly tryMs: number;
  readonly signal: AbortSignal;
}

export type Answer =
  | { readonly status: 'answered'; readonly data: Buffer }
  /** Known at once: nothing listens there (ECONNREFUSED), there is no such name or route, the question is too long. */
  | { readonly status: 'failed'; readonly error: unknown }
  /** Not a word. */
  | { readonly status: 'silent' };

/** Sends one datagram, again if need be, and takes the first that comes back. @throws the signal's reason */
export async function askDatagram({ question, to, tries, tryMs, signal }: AskOptions): Promise<Answer> {
  const over = new AbortController();
  const first = once<Answer>();
  const fail = (error: unknown): void => first.settle({ status: 'failed', error });
  const socket = await connectDatagrams({
    to,
    onDatagram: (data) => first.settle({ status: 'answered', data }),
    onError: fail,
  }).catch(fail);
  try {
    signal.throwIfAborted();
    for (let sent = 0; sent < tries; sent++) {
      socket?.send(question).catch(fail);
      const wait = delay(tryMs, undefined, { signal: AbortSignal.any([signal, over.signal]) });
      const answer = await Promise.race([first.settled, wait]);
      if (answer !== undefined) return answer;
    }
    return { status: 'silent' };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    over.abort();
    await socket?.close();
  }
}

/** A promise, and the function that settles it; what comes later is not heard. */
function once<T>(): { readonly settled: Promise<T>; readonly settle: (value: T) => void } {
  let settle: (value: T) => void = () => {};
  const settled = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { settled, settle };
}
