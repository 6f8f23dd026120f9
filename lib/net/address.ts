import { isIP, isIPv6 } from 'node:net';

/** Where a socket is: a host, by name or number, and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const portMax = 65_535;

/** `127.0.0.1:8080`, `localhost:8080`, `[::1]:8080`. @returns undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > portMax) return undefined;
  if (bracketed !== undefined && !isIPv6(bracketed)) return undefined;
  return { host, port };
}

/** The text that {@link parseAddress} reads. */
export const formatAddress = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** Whether what is sent to this address never leaves the machine. A name is never taken for one: resolve it first. */
export function isLoopback(ip: string): boolean {
  // Behind a socket for both families an IPv4 peer looks like this.
  const plain = ip.replace(/^::ffff:(?=[\d.]+$)/i, '');
  return isIP(plain) === 4 ? plain.startsWith('127.') : plain === '::1';
}
