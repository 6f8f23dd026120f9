import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Duplex } from 'node:stream';

/** The bytes of a challenge, and of the SHA-256 digest in answer. */
export const challengeBytes = 32;

/** The answer to a challenge: HMAC-SHA-256 (RFC 2104). */
export const digestOf = (key: Buffer, challenge: Buffer): Buffer =>
  createHmac('sha256', key).update(challenge).digest();

/**
 * The server's answer to a client's nonce; it proves that the server knows the key. The prefix makes the input longer
 * than a challenge, so that an answer to a challenge is never a valid server proof, nor the other way round.
 */
export const serverProofOf = (key: Buffer, nonce: Buffer): Buffer =>
  createHmac('sha256', key).update('server proof\0').update(nonce).digest();

/** Compares in constant time, so that the time does not tell where two digests differ. */
export const isSameDigest = (given: Buffer, right: Buffer): boolean =>
  given.length === right.length && timingSafeEqual(given, right);

/**
 * The server's side: sends a challenge and checks the client's digest. Later bytes stay in the stream.
 * @returns `wrong` for a wrong digest; `none` if the stream ended before 32 bytes.
 */
export async function challengeClient(stream: Duplex, key: Buffer): Promise<'right' | 'wrong' | 'none'> {
  const challenge = randomBytes(challengeBytes);
  stream.write(challenge);
  const digest = await readExactly(stream, challengeBytes);
  if (digest === undefined) return 'none';
  return isSameDigest(digest, digestOf(key, challenge)) ? 'right' : 'wrong';
}

/** The client's side: answers the challenge. @returns false if the stream ended before 32 bytes. */
export async function answerChallenge(stream: Duplex, key: Buffer): Promise<boolean> {
  const challenge = await readExactly(stream, challengeBytes);
  if (challenge === undefined) return false;
  stream.write(digestOf(key, challenge));
  return true;
}

/** Reads `size` bytes; later bytes stay in the stream. @returns undefined if the stream ended before. */
function readExactly(stream: Duplex, size: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const done = (result: Buffer | undefined): void => {
      stream.off('readable', look).off('end', end).off('close', end);
      resolve(result);
    };
    const look = (): void => {
      const bytes: Buffer | null = stream.read(size);
      // At its end a stream returns fewer bytes than requested.
      if (bytes !== null) done(bytes.length === size ? bytes : undefined);
    };
    const end = (): void => done(undefined);
    stream.on('readable', look).on('end', end).on('close', end);
    if (stream.destroyed) end();
  });
}
