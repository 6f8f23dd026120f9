import { createHash, timingSafeEqual } from 'node:crypto';

/** argon2id at the strength OWASP asks for: 19 MiB, two passes, one lane. */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of no user's password: checking against it costs what checking a real one costs. */
const dummyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$EpEi3NLFVQkvJbQtHUxLqA$LVK7l6pbBVPnDFEXBOnYOg9gaPvYQnH1xcq0zAbCdEU';

/** In characters (UTF-16 units). Longer input is refused before it costs a hash. */
export const passwordLengthMax = 256;

export const isHash = (stored: string): boolean => stored.startsWith('$argon2id$');

/** @returns `$argon2id$...`, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await loadArgon2();
  return hash(password.normalize(), strength);
}

/**
 * Compares a typed password with a stored one in constant time. A plain stored password, and none at all
 * (`undefined`: an unknown user), cost one argon2 run too, so that they take the same time as a hash.
 */
export async function verifyPassword(stored: string | undefined, typed: string): Promise<boolean> {
  const { verify } = await loadArgon2();
  const candidate = typed.length <= passwordLengthMax ? typed.normalize() : '';
  if (stored !== undefined && isHash(stored)) return verify(stored, candidate);
  await verify(dummyHash, candidate);
  return stored !== undefined && timingSafeEqual(digest(stored.normalize()), digest(candidate));
}

// The native module takes some 10 ms to load, and the first prompt does not need it.
const loadArgon2 = () => import('@node-rs/argon2');

// timingSafeEqual throws on unequal lengths; digests all have one length.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
