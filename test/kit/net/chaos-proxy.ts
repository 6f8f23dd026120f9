import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '#lib/net/address.ts';
import { below, seededRandom } from './random.ts';

export interface ChaosOptions {
  readonly target: Address;
  /** The same seed does the same to the first connection, to the second, and so on. */
  readonly seed: number;
  /** The longest delay of a chunk, each way. 0 if not given. */
  readonly latencyMs?: number;
  /** Chunks are passed on in slices of 1 to this many bytes, each in a packet of its own. If not given, unchanged. */
  readonly sliceBytes?: number;
  /** The probability of a reset of a connection, 0 to 1. 0 if not given. */
  readonly resetChance?: number;
  /** A reset comes after a number of bytes, both ways together, below this. 2,000 if not given. */
  readonly resetWithinBytes?: number;
}

export interface ChaosProxy extends AsyncDisposable {
  /** Where to connect instead of the target. */
  readonly address: Address;
  /** The number of connections, and how many of them the proxy has reset. */
  readonly connections: number;
  readonly resets: number;
  close(): Promise<void>;
}

/** A bad network: bytes arrive in order, late and in pieces, and some connections are reset. */
export async function openChaosProxy(options: ChaosOptions): Promise<ChaosProxy> {
  const sockets = new Set<Socket>();
  let [connections, resets] = [0, 0];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const random = seededRandom(options.seed + 7919 * connections++);
    const target = connect({ ...options.target, allowHalfOpen: true, noDelay: true });
    const reset = (): void => {
      client.resetAndDestroy();
      target.resetAndDestroy();
    };
    const bytesLeft = bytesUntilReset(options, random, () => {
      resets++;
      reset();
    });
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on('close', () => sockets.delete(from));
      // One side is gone: the proxy ends the other one in the same way.
      from.on('error', reset);
      carry(from, to, { ...options, random, bytesLeft }).catch(reset);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    get connections() {
      return connections;
    },
    get resets() {
      return resets;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Way extends ChaosOptions {
  readonly random: () => number;
  /** @returns how many of these bytes may still pass. */
  readonly bytesLeft: (wanted: number) => number;
}

async function carry(from: Socket, to: Socket, way: Way): Promise<void> {
  const { random, latencyMs = 0, sliceBytes = Number.POSITIVE_INFINITY, bytesLeft } = way;
  for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if (latencyMs > 0) await delay(random() * latencyMs);
    for (let at = 0; at < chunk.length; ) {
      const wanted = Math.min(
        chunk.length - at,
        Number.isFinite(sliceBytes) ? 1 + below(random, sliceBytes) : chunk.length,
      );
      const size = bytesLeft(wanted);
      if (size > 0) await written(to, chunk.subarray(at, at + size));
      if (size < wanted) return;
      at += size;
    }
  }
  to.end();
}

/** Waits a turn: slices of one turn would arrive as one. */
const written = (to: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    to.write(bytes, (error) => (error ? reject(error) : setImmediate(resolve)));
  });

function bytesUntilReset(
  { resetChance = 0, resetWithinBytes = 2_000 }: ChaosOptions,
  random: () => number,
  reset: () => void,
): (wanted: number) => number {
  let left = random() < resetChance ? below(random, resetWithinBytes) : Number.POSITIVE_INFINITY;
  let isDue = false;
  return (wanted) => {
    const size = Math.min(wanted, left);
    left -= size;
    // The bytes that may pass must be sent before the reset.
    if (left === 0 && !isDue) setTimeout(reset, 1);
    isDue = left === 0;
    return size;
  };
}
