import { connect, type Socket } from 'node:net';
import type { Address } from '#lib/net/address.ts';
import { openRawServer, type RawServer } from './sockets.ts';

export interface Hold {
  /** How many bytes of the client get through, and how many of the server. By default all. */
  readonly upBytes?: number;
  readonly downBytes?: number;
}

export interface HoldingProxy extends RawServer {
  /** Passes on the held bytes, and all that follow. */
  release(): void;
}

/**
 * A proxy that stops in the middle of a transfer until `release`, so that a test can act exactly there on a machine of
 * any speed. After a kill, call `release`: only then do the ends see it.
 */
export async function openHoldingProxy(
  to: Address,
  { upBytes = Number.POSITIVE_INFINITY, downBytes = Number.POSITIVE_INFINITY }: Hold,
): Promise<HoldingProxy> {
  const held = new Set<Socket>();
  let isHolding = true;
  const carry = (from: Socket, into: Socket, bytesMax: number): void => {
    let left = bytesMax;
    const pass = (bytes: Buffer): void => {
      if (!into.write(bytes)) from.pause();
    };
    into.on('drain', () => held.has(from) || from.resume());
    from.on('data', (bytes) => {
      const now = isHolding ? bytes.subarray(0, left) : bytes;
      left -= now.length;
      pass(now);
      if (now.length === bytes.length) return;
      from.pause().unshift(bytes.subarray(now.length));
      held.add(from);
    });
    from.on('end', () => into.end()).on('close', () => into.destroy());
  };
  const listener = await openRawServer((client) => {
    const server = connect({ ...to, allowHalfOpen: true, noDelay: true }).on('error', () => {});
    carry(client, server, upBytes);
    carry(server, client, downBytes);
  });
  return {
    ...listener,
    release() {
      isHolding = false;
      for (const socket of held) socket.resume();
      held.clear();
    },
  };
}
