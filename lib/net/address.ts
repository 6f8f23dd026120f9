import { BlockList, isIP, isIPv6 } from 'node:net';

/** Where a socket is: a host, by name or number, and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const portMax = 65_535;
/** No name is longer, says the DNS. */
const hostCharactersMax = 253;

/** `127.0.0.1:8080`, `localhost:8080`, `[::1]:8080`. @returns undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const [, bracketed, name, digits] = /^(?:\[([^\]]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  if (name !== undefined && !isHostName(name)) return undefined;
  const host = bracketed ?? name;
  const port = Number(digits);
  if (host === undefined || host.length > hostCharactersMax || port < 1 || port > portMax) return undefined;
  if (bracketed !== undefined && !isIPv6(bracketed)) return undefined;
  return { host, port };
}

// Building the pattern for all letters takes 2 ms, and the first prompt would wait for it.
const isHostName = (name: string): boolean => /^[\w.-]+$/.test(name) || /^[\p{L}\p{M}\p{N}._-]+$/u.test(name);

/** The text that {@link parseAddress} reads. */
export const formatAddress = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

// It knows every spelling, `::ffff:127.0.0.1` (an IPv4 peer of a socket for both families) among them.
let loopback: BlockList | undefined;

function loopbackList(): BlockList {
  if (loopback !== undefined) return loopback;
  loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  return loopback;
}

/** Whether what is sent to this address never leaves the machine. A name is never taken for one: resolve it first. */
export function isLoopback(ip: string): boolean {
  const version = isIP(ip);
  return version !== 0 && loopbackList().check(ip, version === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a server that listens there listens on every address of its machine. */
export const isUnspecified = (ip: string): boolean => /^(?:0\.0\.0\.0|[0:]+)$/.test(ip) && isIP(ip) !== 0;
