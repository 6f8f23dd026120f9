import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from './address.ts';
import { connectDatagrams } from './datagrams.ts';

export interface AskOptions {
  readonly question: Uint8Array;
  /** The host may be a name. */
  readonly to: Address;
  /** The maximum number of sends: the network may lose the question or the answer. */
  readonly tries: number;
  /** Milliseconds between a send and the next one. */
  readonly tryMs: number;
  readonly signal: AbortSignal;
}

export type Answer =
  | { readonly status: 'answered'; readonly data: Buffer }
  /** The system reported an error: no listener (ECONNREFUSED), an unknown name, no route, or a question that is too long. */
  | { readonly status: 'failed'; readonly error: unknown }
  /** No answer to any of the tries. */
  | { readonly status: 'silent' };

/** Sends one datagram up to `tries` times and returns the first answer. @throws the signal's reason */
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

/** A promise and the function that settles it. Only the first call has an effect. */
function once<T>(): { readonly settled: Promise<T>; readonly settle: (value: T) => void } {
  let settle: (value: T) => void = () => {};
  const settled = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { settled, settle };
}
