import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Address } from '#lib/net/address.ts';

/** A server of raw sockets on a free port of this machine; `using` closes it with all its sockets. */
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

/** @returns a connected socket, for `using`. */
export async function connectRaw({ host, port }: Address): Promise<Socket & Disposable> {
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return Object.assign(socket, { [Symbol.dispose]: () => void socket.destroy() });
}

/** Two ends of one TCP connection. */
export interface SocketPair extends Disposable {
  readonly client: Socket;
  readonly server: Socket;
}

export async function socketPair(): Promise<SocketPair> {
  let entered: (socket: Socket) => void = () => {};
  const accepted = new Promise<Socket>((resolve) => {
    entered = resolve;
  });
  const listener = await openRawServer(entered);
  const client = await connectRaw(listener.address);
  return {
    client,
    server: await accepted,
    [Symbol.dispose]() {
      client.destroy();
      listener[Symbol.dispose]();
    },
  };
}
