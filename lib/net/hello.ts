import type { Header } from './connection.ts';

/** The version of what is said in frames. Raised when an older peer could no longer follow. */
export const protocolVersion = 1;

/** The client's first frame. @param nonce 32 random bytes, which the server's proof covers. */
export const helloOf = (nonce: Buffer): Header => ({
  cmd: 'hello',
  protocol: protocolVersion,
  nonce: nonce.toString('hex'),
});

export const nonceBytes = 32;

/** @returns undefined for what is no nonce. */
export function parseNonce(text: unknown): Buffer | undefined {
  return typeof text === 'string' && /^[\da-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
}
