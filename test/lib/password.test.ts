import { describe, expect, test } from 'vitest';
import { hashPassword, isHash, passwordLengthMax, verifyPassword } from '#lib/password.ts';

describe('a hash', () => {
  test('is argon2id at the strength OWASP asks for, with a salt of its own', async () => {
    const [one, other] = [await hashPassword('secret'), await hashPassword('secret')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(other).not.toBe(one);
    expect([isHash(one), isHash('secret'), isHash('$argon2i$v=19$')]).toEqual([true, false, false]);
  });

  test('made elsewhere is checked as well', async () => {
    const stored =
      '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxMjM0NTY3OA$bm90IHRoZSBkaWdlc3Qgb2YgYW55dGhpbmcgYXQgYWw';
    expect(await verifyPassword(stored, 'secret')).toBe(false);
  });
});

const cases: readonly (readonly [string, string, boolean])[] = [
  ['secret', 'secret', true],
  ['secret', 'Secret', false],
  ['secret', 'secret ', false],
  ['secret', '', false],
  ['密码🔑', '密码🔑', true],
  ['e\u0301', '\u00e9', true],
  ['a\0b', 'a\0c', false],
  ['x'.repeat(passwordLengthMax), 'x'.repeat(passwordLengthMax), true],
  ['x'.repeat(passwordLengthMax), 'x'.repeat(passwordLengthMax + 1), false],
];

describe('only the right password is accepted', () => {
  test.each(cases)('plain %j against typed %j', async (stored, typed, expected) => {
    expect(await verifyPassword(stored, typed)).toBe(expected);
  });

  test.each(cases)('hashed %j against typed %j', async (stored, typed, expected) => {
    expect(await verifyPassword(await hashPassword(stored), typed)).toBe(expected);
  });

  test('one that is too long is refused without hashing, even where it is right', async () => {
    const long = 'x'.repeat(passwordLengthMax + 1);
    expect(await verifyPassword(long, long)).toBe(false);
    expect(await verifyPassword(await hashPassword(long), long)).toBe(false);
  });

  test('a hash is not its own password', async () => {
    const stored = await hashPassword('secret');
    expect(await verifyPassword(stored, stored)).toBe(false);
  });

  test.each(['', 'secret'])('an unknown user has none: %j', async (typed) => {
    expect(await verifyPassword(undefined, typed)).toBe(false);
  });
});
