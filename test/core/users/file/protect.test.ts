import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { aroundEach, describe, expect, it } from 'vitest';
import {
  protectPasswords,
  readStoredPassword,
  readUsersFile,
  UsersFileError,
} from '#core/users/file/users-file.ts';
import { hashPassword, verifyPassword } from '#lib/password.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

let folder: string;
let path: string;

aroundEach(async (runTest) => {
  using temporary = new TemporaryFolder();
  folder = temporary.path;
  path = temporary.file('config.ini');
  await runTest();
});

const stored = (name: string): string => {
  const { fingerprint, defaults, users } = readUsersFile(path, new Map([['height', () => undefined]]));
  const answer = readStoredPassword(
    path,
    fingerprint,
    defaults,
    users.find((user) => user.name === name),
  );
  return (answer !== 'changed' && answer.password) || '';
};

const hash = /\$argon2id\$\S+/g;
const before = [
  '\uFEFF; the users # 用户',
  '[DEFAULT]',
  'user_timeout = 1000',
  'password: all ; for newcomers',
  '',
  '[egon] ; admin',
  '# password = not this one',
  '  PassWord=a;b#c = d%',
  '  height = 1',
  '[元昊]',
  'password = 密码',
  '# the end',
].join('\r\n');

describe('protectPasswords', () => {
  it('rewrites every plain password, also the one in [DEFAULT], and nothing else', async () => {
    writeFileSync(path, before);
    expect(await protectPasswords(path, hashPassword)).toBe(3);
    const after = readFileSync(path, 'utf8');
    expect(after.match(hash)).toHaveLength(3);
    const plain = ['all ; for newcomers', 'a;b#c = d%', '密码'];
    expect(after.replace(hash, () => plain.shift() ?? '')).toBe(before);
    expect(await verifyPassword(stored('egon'), 'a;b#c = d%')).toBe(true);
    expect(await verifyPassword(stored('元昊'), '密码')).toBe(true);
    expect(readUsersFile(path, new Map([['height', () => undefined]])).plainPasswords).toBe(0);
  });

  it('keeps hashes, and does not write the file when there is nothing to do', async () => {
    writeFileSync(path, `[a]\npassword=${await hashPassword('1')}\n[b]\npassword=2\n`);
    const first = stored('a');
    expect(await protectPasswords(path, hashPassword)).toBe(1);
    expect(stored('a')).toBe(first);
    const { ino } = statSync(path);
    expect(await protectPasswords(path, hashPassword)).toBe(0);
    expect(statSync(path).ino).toBe(ino);
  });

  it('keeps the mode and reports its progress', async () => {
    writeFileSync(path, '[a]\npassword=1\n[b]\npassword=2\n');
    chmodSync(path, 0o640);
    const steps: string[] = [];
    await protectPasswords(path, hashPassword, (done, total) => steps.push(`${done}/${total}`));
    expect(steps).toEqual(['1/2', '2/2']);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['config.ini']);
  });

  it('refuses when the file changes meanwhile, and keeps the change', async () => {
    writeFileSync(path, '[a]\npassword=1\n');
    const hashing = protectPasswords(path, (plain) => {
      writeFileSync(path, '[a]\npassword=2\n');
      return hashPassword(plain);
    });
    await expect(hashing).rejects.toThrow('config.ini: has changed meanwhile');
    expect(readFileSync(path, 'utf8')).toBe('[a]\npassword=2\n');
    expect(readdirSync(folder)).toEqual(['config.ini']);
  });

  it.each([
    ['[a]\npassword=1\n  2\n', 'config.ini:2 [a] password: continues on the next line'],
    ['[a]\npassword=\n', 'config.ini:2 [a] password: is empty'],
    ['[a]\npassword=$argon2id$oops\n', 'config.ini:2 [a] password: is not a complete argon2id hash'],
    ['[a\npassword=1\n', 'config.ini:1: comes before the first section'],
  ])('refuses %j', async (text, message) => {
    writeFileSync(path, text);
    const failed = await protectPasswords(path, hashPassword).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UsersFileError);
    expect(String(failed)).toContain(message);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('does not lose a password to a hash function that fails or answers nonsense', async () => {
    writeFileSync(path, '[a]\npassword=1\n');
    await expect(protectPasswords(path, async () => Promise.reject(new Error('no memory')))).rejects.toThrow(
      'no memory',
    );
    for (const nonsense of ['', 'plain', '$argon2id$', 'a\n[b]']) {
      await expect(protectPasswords(path, async () => nonsense)).rejects.toThrow();
    }
    expect(readFileSync(path, 'utf8')).toBe('[a]\npassword=1\n');
  });

  it('reports why it cannot write', async () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    path = join(other, 'config.ini');
    writeFileSync(path, '[a]\npassword=1\n');
    const failed = protectPasswords(path, async (plain) => {
      rmSync(other, { recursive: true });
      return hashPassword(plain);
    });
    await expect(failed).rejects.toThrow(/config\.ini: cannot be written \(ENOENT\)/);
  });

  it('refuses a file with a second name, in which the plain passwords would stay', async () => {
    writeFileSync(path, before);
    linkSync(path, join(folder, 'config.bak'));
    await expect(protectPasswords(path, hashPassword)).rejects.toThrow('has 1 more file names (hard links)');
    expect(readFileSync(path, 'utf8')).toBe(before);
    rmSync(join(folder, 'config.bak'));
    expect(await protectPasswords(path, hashPassword)).toBe(3);
  });
});
