import { BlockList, isIP, isIPv6 } from 'node:net';

/** The address of a socket: a host (a name or an IP address) and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const portMax = 65_535;
/** The limit of a domain name in text form (RFC 1035, section 2.3.4: 255 octets with length bytes). */
const hostCharactersMax = 253;

/** Parses `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`. @returns undefined for any other text. */
export function parseAddress(text: string): Address | undefined {
  const [, bracketed, name, digits] = /^(?:\[([^\]]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  if (name !== undefined && !isHostName(name)) return undefined;
  const host = bracketed ?? name;
  const port = Number(digits);
  if (host === undefined || host.length > hostCharactersMax || port < 1 || port > portMax) return undefined;
  if (bracketed !== undefined && !isIPv6(bracketed)) return undefined;
  return { host, port };
}

// The ASCII pattern comes first: compiling the Unicode pattern takes 2 ms and would delay the first prompt.
const isHostName = (name: string): boolean => /^[\w.-]+$/.test(name) || /^[\p{L}\p{M}\p{N}._-]+$/u.test(name);

/** The text that {@link parseAddress} reads. */
export const formatAddress = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

// A BlockList matches every spelling, also `::ffff:127.0.0.1`, the address of an IPv4 peer of a dual-stack socket.
let loopback: BlockList | undefined;

function loopbackList(): BlockList {
  if (loopback !== undefined) return loopback;
  loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  return loopback;
}

/** Whether packets to this IP address stay on this machine. @returns false for a host name: the caller resolves it first. */
export function isLoopback(ip: string): boolean {
  const version = isIP(ip);
  return version !== 0 && loopbackList().check(ip, version === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a server that binds this IP address listens on all addresses of its machine. */
export const isUnspecified = (ip: string): boolean => /^(?:0\.0\.0\.0|[0:]+)$/.test(ip) && isIP(ip) !== 0;
