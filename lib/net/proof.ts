import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Duplex } from 'node:stream';

/** Bytes of a challenge, and of the SHA-256 digest that answers it. */
export const challengeBytes = 32;

/** The answer to a challenge: HMAC-SHA-256. */
export const digestOf = (key: Buffer, challenge: Buffer): Buffer =>
  createHmac('sha256', key).update(challenge).digest();

/**
 * What a server answers to a client's nonce, to show that it knows the key, too. It covers more than 32 bytes, so that
 * no answer to a challenge can be passed off as one of these, nor the other way round.
 */
export const serverProofOf = (key: Buffer, nonce: Buffer): Buffer =>
  createHmac('sha256', key).update('server proof\0').update(nonce).digest();

/** In a time that does not tell where the two differ. */
export const isSameDigest = (given: Buffer, right: Buffer): boolean =>
  given.length === right.length && timingSafeEqual(given, right);

/**
 * The server's side: sends a challenge and checks the digest that comes back. What comes after it stays in the stream.
 * @returns `wrong` for any other digest; `none` when the stream ended before there was one.
 */
export async function challengeClient(stream: Duplex, key: Buffer): Promise<'right' | 'wrong' | 'none'> {
  const challenge = randomBytes(challengeBytes);
  stream.write(challenge);
  const digest = await readExactly(stream, challengeBytes);
  if (digest === undefined) return 'none';
  return isSameDigest(digest, digestOf(key, challenge)) ? 'right' : 'wrong';
}

/** The client's side. @returns false when the stream ended before there was a challenge. */
export async function answerChallenge(stream: Duplex, key: Buffer): Promise<boolean> {
  const challenge = await readExactly(stream, challengeBytes);
  if (challenge === undefined) return false;
  stream.write(digestOf(key, challenge));
  return true;
}

/** The first bytes of a stream, which keeps the rest. @returns undefined when it ended before. */
function readExactly(stream: Duplex, size: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const done = (result: Buffer | undefined): void => {
      stream.off('readable', look).off('end', end).off('close', end);
      resolve(result);
    };
    const look = (): void => {
      const bytes: Buffer | null = stream.read(size);
      // Fewer than asked for: the last there are.
      if (bytes !== null) done(bytes.length === size ? bytes : undefined);
    };
    const end = (): void => done(undefined);
    stream.on('readable', look).on('end', end).on('close', end);
    if (stream.destroyed) end();
  });
}
