import { randomBytes, randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { isGuessable } from '#lib/net/key-strength.ts';

it.each([
  'a'.repeat(16),
  'a'.repeat(256),
  'ab'.repeat(60),
  '0123456789abcdef',
  'abcdefghijklmnopqrstuvwxyz',
  'passwordpassword',
  'password1password1password1',
  '1111111111111112',
  '\0'.repeat(32),
])('%j can be guessed', (key) => {
  expect(isGuessable(Buffer.from(key))).toBe(true);
});

it('a random key cannot, in any usual form', () => {
  const letters = () => Array.from({ length: 16 }, () => String.fromCharCode(97 + randomInt(26))).join('');
  for (let round = 0; round < 500; round++) {
    const bytes = randomBytes(16);
    for (const key of [bytes, bytes.toString('hex'), bytes.toString('base64'), `${letters()}${letters()}`])
      expect([isGuessable(Buffer.from(key)), key]).toEqual([false, key]);
  }
});
