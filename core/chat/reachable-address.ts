import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { type Address, formatAddress, isLoopback } from '#lib/net/address.ts';
import { type DatagramOptions, type Datagrams, openDatagrams } from '#lib/net/datagrams.ts';
import { chatErrors } from './errors.ts';

/**
 * Resolves the host to an IP address, of the same family as `beside` if the host has both.
 * @throws AppError `unknown_chat_host`
 */
export async function resolveAddress({ host, port }: Address, beside?: Address): Promise<Address> {
  try {
    const found = await lookup(host, { all: true });
    const isSix = isIPv6(beside?.host ?? '');
    const suitable = found.find(({ family }) => (family === 6) === isSix) ?? found[0];
    return { host: suitable?.address ?? host, port };
  } catch {
    throw chatErrors.unknown_chat_host({ host });
  }
}

/** @throws AppError `out_of_reach` when a datagram from `from` can never arrive at `to`. */
export function mustReach(from: Address, to: Address): void {
  const isOtherFamily = isIPv6(from.host) !== isIPv6(to.host);
  // A datagram from a loopback address never leaves the machine.
  if (isOtherFamily || (isLoopback(from.host) && !isLoopback(to.host)))
    throw chatErrors.out_of_reach({ from: from.host, to: formatAddress(to) });
}

/** Whether a socket that is bound to `here` receives datagrams to `there`. */
export const receivesAt = (here: Address, there: Address): boolean =>
  here.port === there.port &&
  (here.host === there.host || (['0.0.0.0', '::'].includes(here.host) && isLoopback(there.host)));

/** Listens on the address, or on any free port if its port is in use. @throws AppError `cannot_receive` */
export async function listenNear(
  wanted: Address,
  onDatagram: DatagramOptions['onDatagram'],
): Promise<Datagrams> {
  try {
    return await openDatagrams({ ...wanted, onDatagram });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && wanted.port !== 0) return listenNear({ ...wanted, port: 0 }, onDatagram);
    throw chatErrors.cannot_receive({ address: formatAddress(wanted), reason: code });
  }
}
