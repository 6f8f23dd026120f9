import { createHash, timingSafeEqual } from 'node:crypto';

/** The argon2id parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash that matches no password. A check against it takes as long as a check against a real hash. */
const dummyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$EpEi3NLFVQkvJbQtHUxLqA$LVK7l6pbBVPnDFEXBOnYOg9gaPvYQnH1xcq0zAbCdEU';

/** In UTF-16 units. `verifyPassword` never hashes a longer password; it checks the empty one instead. */
export const passwordLengthMax = 256;

export const isHash = (stored: string): boolean => stored.startsWith('$argon2id$');

/** @returns `$argon2id$...`, with a new random salt. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await loadArgon2();
  return hash(password.normalize(), strength);
}

/**
 * Compares a typed password with a stored one in constant time. A plain stored password and a missing one (`undefined`:
 * an unknown user) also cost one run of argon2, so that the time does not tell which case it is.
 */
export async function verifyPassword(stored: string | undefined, typed: string): Promise<boolean> {
  const { verify } = await loadArgon2();
  const candidate = typed.length <= passwordLengthMax ? typed.normalize() : '';
  if (stored !== undefined && isHash(stored)) return verify(stored, candidate);
  await verify(dummyHash, candidate);
  return stored !== undefined && timingSafeEqual(digest(stored.normalize()), digest(candidate));
}

// Loaded at the first use: the native module takes about 10 ms to load, and the first prompt does not need it.
const loadArgon2 = () => import('@node-rs/argon2');

// timingSafeEqual throws when the lengths differ; digests have the same length.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
