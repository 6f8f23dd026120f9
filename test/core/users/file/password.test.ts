import { hash, verify } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { complaintAboutPassword } from '#core/users/file/password.ts';
import { hashPassword } from '#lib/password.ts';

const salt = 'EpEi3NLFVQkvJbQtHUxLqA';
const digest = 'LVK7l6pbBVPnDFEXBOnYOg9gaPvYQnH1xcq0zAbCdEU';
const hashWith = (parameters: string): string => `$argon2id$v=19$${parameters}$${salt}$${digest}`;

describe('a stored password', () => {
  it.each([
    '123',
    'a;b#c=d\'e"f%g h',
    '密码',
    'x'.repeat(256),
    '$',
    '$2b$10$abc',
    'argon2id',
    ' inner  blanks '.trim(),
  ])('may be plain: %j', (stored) => {
    expect(complaintAboutPassword(stored)).toBeUndefined();
  });

  it.each([
    ['', /is empty/],
    ['a\nb', /continues on the next line/],
    ['\nb', /continues on the next line/],
    ['a\u2028b', /continues on the next line/],
    ['x'.repeat(257), /longer than 256/],
  ])('may not be %j', (stored, complaint) => {
    expect(complaintAboutPassword(stored)?.en).toMatch(complaint);
  });

  it('may be a hash that this app made, or a stronger one, and argon2 can check it', async () => {
    const stronger = {
      memoryCost: 65_536,
      timeCost: 3,
      parallelism: 4,
      outputLen: 64,
    };
    for (const stored of [await hashPassword('secret'), await hash('secret', stronger)]) {
      expect(complaintAboutPassword(stored)).toBeUndefined();
      expect(await verify(stored, 'secret')).toBe(true);
    }
  });

  it.each(['m=19456,t=2,p=1', 'm=1048576,t=10,p=8', 'm=8,t=1,p=1', 'm=64,t=1,p=8'])(
    'may be a hash with %s',
    (parameters) => {
      expect(complaintAboutPassword(hashWith(parameters))).toBeUndefined();
    },
  );

  it.each([
    'm=1048577,t=2,p=1',
    'm=9999999,t=2,p=1',
    'm=19456,t=11,p=1',
    'm=19456,t=2,p=9',
    'm=7,t=2,p=1',
    'm=63,t=2,p=8',
  ])('may not be a hash with %s: checking it would cost too much, or fail', (parameters) => {
    expect(complaintAboutPassword(hashWith(parameters))?.en).toMatch(/create the hash again/);
  });

  it.each([
    '$argon2id$',
    hashWith('m=19456,t=2,p=1').slice(0, -30),
    `${hashWith('m=19456,t=2,p=1')} `,
    `${hashWith('m=19456,t=2,p=1')}=`,
    hashWith('m=19456,t=2'),
    hashWith('t=2,m=19456,p=1'),
    hashWith('m=019456,t=2,p=1'),
    hashWith('m=0,t=2,p=1'),
    hashWith('m=19456,t=0,p=1'),
    hashWith('m=１９４５６,t=2,p=1'),
    hashWith('m=19456,t=2,p=1').replace('v=19', 'v=16'),
    hashWith('m=19456,t=2,p=1').replace('argon2id', 'argon2i'),
    hashWith('m=19456,t=2,p=1').replace('argon2id', 'argon2d'),
    hashWith('m=19456,t=2,p=1').replace('argon2id', 'Argon2id'),
    hashWith('m=19456,t=2,p=1').replace(salt, `${salt.slice(0, -1)}`),
    hashWith('m=19456,t=2,p=1').replace(salt, `${salt.slice(0, -1)}*`),
    hashWith('m=19456,t=2,p=1').replace(digest, `${digest}A`.padEnd(45, 'A')),
  ])('may not be a hash with a slip in it: %s', (stored) => {
    expect(complaintAboutPassword(stored)?.en).toMatch(/not a complete argon2id hash/);
  });
});
