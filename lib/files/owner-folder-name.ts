import { createHash } from 'node:crypto';

/** Together with the prefix, it stays below the limit of every file system. */
const readableBytesMax = 200;

/**
 * The folder name of an owner. It is readable if possible, and unique per owner, also on a case-insensitive file system.
 */
export function ownerFolderName(owner: string): string {
  // Digits, lower-case Latin and Han letters have one spelling only; every other character is written as its bytes.
  const readable = owner.replace(/[^a-z0-9\p{Script=Han}]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return Buffer.byteLength(readable) <= readableBytesMax
    ? `user-${readable}`
    : `long-${createHash('sha256').update(owner).digest('hex')}`;
}

/** The folder of the shared files. The name of an owner's folder always has a prefix. */
export const sharedFolderName = 'shared';
