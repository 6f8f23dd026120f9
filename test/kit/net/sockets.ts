import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Address } from '#lib/net/address.ts';
import { afterTest } from './cleanups.ts';

/** A server of raw sockets on a free port of this machine. */
export interface RawServer extends Disposable {
  readonly address: Address;
}

export async function openRawServer(onSocket: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket.on('error', () => {}));
    onSocket(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** The same, closed with all its sockets when the test is over. */
export async function listenRaw(onSocket: (socket: Socket) => void): Promise<Address> {
  const server = await openRawServer(onSocket);
  afterTest(() => server[Symbol.dispose]());
  return server.address;
}

/** @returns a connected socket, which is destroyed when the test is over. */
export async function connectRaw({ host, port }: Address): Promise<Socket> {
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
  socket.on('error', () => {});
  afterTest(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Two ends of one TCP connection. */
export async function socketPair(): Promise<[Socket, Socket]> {
  let entered: (socket: Socket) => void = () => {};
  const other = new Promise<Socket>((resolve) => {
    entered = resolve;
  });
  const address = await listenRaw(entered);
  return [await connectRaw(address), await other];
}
