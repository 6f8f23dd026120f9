import { createHmac } from 'node:crypto';
import { type Address, formatAddress } from '#lib/net/address.ts';

/**
 * Computes the code for an address: six digits of an HMAC. Only a receiver at the address sees it, so a sender that
 * repeats the code has not forged its address.
 * @param secret random bytes of the side that sends the code and checks it.
 */
export const addressCode = (secret: Uint8Array, address: Address): string =>
  String(
    createHmac('sha256', secret).update(formatAddress(address)).digest().readUInt32BE() % 1_000_000,
  ).padStart(6, '0');
