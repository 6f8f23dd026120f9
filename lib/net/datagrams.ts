import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Address } from './address.ts';

/** The most that one datagram holds over IPv4: 65,535 less the headers of IP (20) and UDP (8). */
export const datagramBytesMax = 65_507;

export interface DatagramParts {
  /** A number, not a name. Left out: any address of this machine, for a client. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** Called for every datagram, an empty one too. What it throws is the caller's bug. */
  readonly onDatagram: (data: Buffer, from: Address) => void;
  /** Something went wrong on the way, such as an answer that nobody waited for. The socket goes on. */
  readonly onError?: (error: Error) => void;
}

/** An open UDP socket. */
export interface Datagrams {
  readonly address: Address;
  /** Rejects with the system's error: EMSGSIZE when it is too long, ENOTFOUND for an unknown name. */
  send(data: Uint8Array, to: Address): Promise<void>;
  close(): Promise<void>;
}

/** @throws the system's error, as EADDRINUSE or EADDRNOTAVAIL. */
export async function openDatagrams({ host, port, onDatagram, onError }: DatagramParts): Promise<Datagrams> {
  const socket = createSocket(host !== undefined && isIPv6(host) ? 'udp6' : 'udp4');
  socket.on('message', (data, { address, port }) => onDatagram(data, { host: address, port }));
  socket.bind({ port, address: host, exclusive: true });
  await once(socket, 'listening');
  // Without a listener an error would end the process.
  socket.on('error', (error) => onError?.(error));
  const { address, port: bound } = socket.address();
  return {
    address: { host: address, port: bound },
    send: (data, to) => sendOn(socket, data, to),
    close: () => new Promise((closed) => socket.close(() => closed())),
  };
}

const sendOn = (socket: Socket, data: Uint8Array, { host, port }: Address): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.send(data, port, host, (error) => (error ? reject(error) : resolve()));
  });
