import { createHmac } from 'node:crypto';
import { type Address, formatAddress } from '#lib/net/address.ts';

/**
 * Six digits that only a receiver at an address can know: a forged sender never sees them.
 * @param secret random bytes, kept by the side that asks for the code.
 */
export const addressCode = (secret: Uint8Array, address: Address): string =>
  String(
    createHmac('sha256', secret).update(formatAddress(address)).digest().readUInt32BE() % 1_000_000,
  ).padStart(6, '0');
