import { createHash } from 'node:crypto';

/** Shorter than any file system's limit, prefix included. */
const readableBytesMax = 200;

/**
 * The folder of an owner: readable where that is safe, and never the same for two owners, also on a file system that
 * does not tell capitals from small letters.
 */
export function ownerFolderName(owner: string): string {
  // Lower-case Latin and Han have no second spelling; every other character becomes its bytes.
  const readable = owner.replace(/[^a-z0-9\p{Script=Han}]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return Buffer.byteLength(readable) <= readableBytesMax
    ? `user-${readable}`
    : `long-${createHash('sha256').update(owner).digest('hex')}`;
}

/** The folder of files without an owner. No owner's folder has this name. */
export const sharedFolderName = 'shared';
