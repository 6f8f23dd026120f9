import { connect, type Socket } from 'node:net';
import type { Address } from '#lib/net/address.ts';
import { openRawServer, type RawServer } from './sockets.ts';

/** The plan for one connection, counted from 0. */
export interface ConnectionPlan {
  /** How many bytes of the server get through before both sides are reset. By default all. */
  readonly answerBytesMax?: number;
  /** Bytes travel in pieces of this size at most. */
  readonly pieceBytes?: number;
}

/** A proxy to a server that loses connections. */
export function openLossyProxy(to: Address, planOf: (number: number) => ConnectionPlan): Promise<RawServer> {
  let count = 0;
  return openRawServer((client) => {
    const { answerBytesMax = Number.POSITIVE_INFINITY, pieceBytes } = planOf(count++);
    const server = connect({ ...to, noDelay: true, allowHalfOpen: true });
    const lose = () => {
      for (const socket of [client, server]) socket.resetAndDestroy();
    };
    server.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => server.destroy());
    let leftBytes = answerBytesMax;
    client.on('data', (bytes) => write(server, bytes, pieceBytes)).on('end', () => server.end());
    server.on('data', (bytes) => {
      write(client, bytes.subarray(0, leftBytes), pieceBytes);
      leftBytes -= bytes.length;
      if (leftBytes <= 0) setImmediate(lose);
    });
    server.on('end', () => client.end());
  });
}

function write(to: Socket, bytes: Buffer, pieceBytes = bytes.length): void {
  for (let at = 0; at < bytes.length; at += pieceBytes) to.write(bytes.subarray(at, at + pieceBytes));
}
