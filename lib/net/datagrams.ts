import { createSocket, type Socket, type SocketType } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import type { Address } from './address.ts';

/** The maximum payload of a UDP datagram over IPv4: 65,535 minus the headers of IP (20) and UDP (8); RFC 768, RFC 791. */
export const datagramBytesMax = 65_507;

export interface DatagramOptions {
  /** An IP address or a name. Default: all IPv4 addresses of this machine, for a client. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** Called for every datagram, also for an empty one. It must not throw. */
  readonly onDatagram: (data: Buffer, from: Address) => void;
  /** Called for an error of the socket, which stays open. */
  readonly onError?: (error: Error) => void;
}

/** An open UDP socket. */
export interface Datagrams {
  readonly address: Address;
  /**
   * Resolves when the system has accepted the datagram; it may still get lost. Rejects with the system's error, such as
   * EMSGSIZE (too long) or ENOTFOUND (unknown name); with ERR_SOCKET_BAD_PORT for port 0; and after `close`.
   */
  send(data: Uint8Array, to: Address): Promise<void>;
  /** Stops delivery. A second call has no effect. */
  close(): Promise<void>;
}

/** Opens a UDP socket. @throws the system's error, such as EADDRINUSE, EADDRNOTAVAIL or ENOTFOUND. */
export async function openDatagrams({
  host,
  port,
  onDatagram,
  onError,
}: DatagramOptions): Promise<Datagrams> {
  const { address, type } = await resolved(host ?? '0.0.0.0');
  const socket = createSocket(type);
  socket.on('message', (data, { address, port }) => onDatagram(data, { host: address, port }));
  socket.bind({ port, address, exclusive: true });
  await untilEvent(socket, 'listening');
  // Without a listener an error would end the process.
  socket.on('error', (error) => onError?.(error));
  return {
    address: addressOf(socket),
    send: (data, { host, port }) => promised((done) => socket.send(data, port, host, done)),
    close: closeOnce(socket),
  };
}

export interface ConnectedOptions {
  /** The host may be a name. */
  readonly to: Address;
  /** Called for every datagram of that address; the system drops datagrams of other addresses. */
  readonly onDatagram: (data: Buffer) => void;
  /** Called when the network reports an error: ECONNREFUSED when nothing listens at the address. The socket stays open. */
  readonly onError: (error: Error) => void;
}

/** A UDP socket with one peer. */
export interface ConnectedDatagrams {
  readonly address: Address;
  /** The host is an IP address. */
  readonly peer: Address;
  /** As in {@link Datagrams}. It may also reject with the error of an earlier datagram, which `onError` does not get then. */
  send(data: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a client's UDP socket. It receives datagrams of one address only, and gets an error at once when nothing listens
 * there (the system reports it to connected sockets only). If a name has several addresses, an IPv4 address is preferred:
 * Python peers listen on IPv4. @throws the system's error, such as ENOTFOUND, EAI_AGAIN or ENETUNREACH.
 */
export async function connectDatagrams({
  to,
  onDatagram,
  onError,
}: ConnectedOptions): Promise<ConnectedDatagrams> {
  const { address, type } = await resolved(to.host);
  const socket = createSocket(type);
  socket.on('message', onDatagram);
  socket.connect(to.port, address);
  await untilEvent(socket, 'connect');
  socket.on('error', onError);
  return {
    address: addressOf(socket),
    peer: { host: address, port: to.port },
    send: (data) => promised((done) => socket.send(data, done)),
    close: closeOnce(socket),
  };
}

/** Resolves a name; an IP address stays unchanged. */
async function resolved(host: string): Promise<{ readonly address: string; readonly type: SocketType }> {
  const { address, family } = await lookup(host, { verbatim: false });
  return { address, type: family === 6 ? 'udp6' : 'udp4' };
}

async function untilEvent(socket: Socket, event: 'listening' | 'connect'): Promise<void> {
  try {
    await once(socket, event);
  } catch (error) {
    socket.close();
    throw error;
  }
}

function addressOf(socket: Socket): Address {
  const { address, port } = socket.address();
  return { host: address, port };
}

const promised = (start: (done: (error: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));

function closeOnce(socket: Socket): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => {
    closed ??= new Promise((done) => socket.close(() => done()));
    return closed;
  };
}
