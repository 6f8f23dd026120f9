import { createSocket, type Socket, type SocketType } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import type { Address } from './address.ts';

/** The most that one datagram holds over IPv4: 65,535 less the headers of IP (20) and UDP (8). */
export const datagramBytesMax = 65_507;

export interface DatagramOptions {
  /** A number or a name. Left out: any IPv4 address of this machine, for a client. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** Called for every datagram, an empty one too. What it throws is the caller's bug. */
  readonly onDatagram: (data: Buffer, from: Address) => void;
  /** Something went wrong on the way. The socket goes on. */
  readonly onError?: (error: Error) => void;
}

/** An open UDP socket. */
export interface Datagrams {
  readonly address: Address;
  /**
   * Resolves when the system has taken it, which does not say that it arrives. Rejects with the system's error, as
   * EMSGSIZE (too long), ENOTFOUND (unknown name); with ERR_SOCKET_BAD_PORT for port 0, and after `close`.
   */
  send(data: Uint8Array, to: Address): Promise<void>;
  /** Nothing is delivered after it. Again: nothing more happens. */
  close(): Promise<void>;
}

/** @throws the system's error, as EADDRINUSE, EADDRNOTAVAIL, ENOTFOUND. */
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
  await begun(socket, 'listening');
  // Without a listener an error would end the process.
  socket.on('error', (error) => onError?.(error));
  return {
    address: addressOf(socket),
    send: (data, { host, port }) => promised((done) => socket.send(data, port, host, done)),
    close: closeOnce(socket),
  };
}

export interface ConnectedOptions {
  /** A name, too. */
  readonly to: Address;
  /** Called for every datagram of that address; the system drops those of any other. */
  readonly onDatagram: (data: Buffer) => void;
  /** An error came back instead of an answer: ECONNREFUSED when nothing listens there. The socket goes on. */
  readonly onError: (error: Error) => void;
}

/** A UDP socket with one peer. */
export interface ConnectedDatagrams {
  readonly address: Address;
  /** By number. */
  readonly peer: Address;
  /** As {@link Datagrams}'. An earlier datagram that came to nothing may be reported here instead of to `onError`. */
  send(data: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * A client's socket: it gets answers of the asked address only, and an error at once when nothing listens there (without
 * `connect` the system does not say). Of a name with several addresses an IPv4 one is taken: there a Python peer listens.
 * @throws the system's error, as ENOTFOUND, EAI_AGAIN, ENETUNREACH.
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
  await begun(socket, 'connect');
  socket.on('error', onError);
  return {
    address: addressOf(socket),
    peer: { host: address, port: to.port },
    send: (data) => promised((done) => socket.send(data, done)),
    close: closeOnce(socket),
  };
}

/** A number stays as it is. */
async function resolved(host: string): Promise<{ readonly address: string; readonly type: SocketType }> {
  const { address, family } = await lookup(host, { verbatim: false });
  return { address, type: family === 6 ? 'udp6' : 'udp4' };
}

async function begun(socket: Socket, event: 'listening' | 'connect'): Promise<void> {
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
