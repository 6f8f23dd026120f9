import type { Header } from './connection.ts';

/** The version of the protocol. It is raised for a change that breaks older peers. */
export const protocolVersion = 1;

/** The client's first frame. @param nonce 32 random bytes; the server's proof is computed over them. */
export const helloOf = (nonce: Buffer): Header => ({
  cmd: 'hello',
  protocol: protocolVersion,
  nonce: nonce.toString('hex'),
});

export const nonceBytes = 32;

/** @returns undefined unless the text is 64 lower-case hexadecimal digits. */
export function parseNonce(text: unknown): Buffer | undefined {
  return typeof text === 'string' && /^[\da-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
}
