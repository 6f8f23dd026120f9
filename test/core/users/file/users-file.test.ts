import { renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { aroundEach, describe, expect, it } from 'vitest';
import {
  fingerprintOf,
  readStoredPassword,
  readUsersFile,
  type UsersFile,
  UsersFileError,
} from '#core/users/file/users-file.ts';
import type { Text } from '#lib/text/text.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

let folder: string;
let path: string;

aroundEach(async (runTest) => {
  using temporary = new TemporaryFolder();
  folder = temporary.path;
  path = temporary.file('config.ini');
  await runTest();
});

const height = (value: string): Text | undefined =>
  /^\d+$/.test(value) ? undefined : { zh: '不是数，请改正', en: 'is no number; correct it' };
const read = (text: string | Uint8Array): UsersFile => {
  writeFileSync(path, text);
  return readUsersFile(path, new Map([['height', height]]));
};
const passwordOf = ({ fingerprint, defaults, users }: UsersFile, name: string) =>
  readStoredPassword(
    path,
    fingerprint,
    defaults,
    users.find((user) => user.name === name),
  );

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof UsersFileError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('readUsersFile', () => {
  it('reads names, passwords, timeouts and the keys of parts', () => {
    const file = read(
      '[DEFAULT]\nuser_timeout = 1000\n\n[egon]\npassword = 123\nheight = 180\n\n[alex]\npassword = alex3714\nheight = 10000000000\n',
    );
    expect(file.defaultTimeoutSeconds).toBe(1000);
    expect(
      file.users.map(({ name, timeoutSeconds, extra }) => [name, timeoutSeconds, extra.get('height')]),
    ).toEqual([
      ['egon', 1000, '180'],
      ['alex', 1000, '10000000000'],
    ]);
    expect(['egon', 'alex'].map((name) => passwordOf(file, name))).toEqual([
      { password: '123' },
      { password: 'alex3714' },
    ]);
    expect(file.plainPasswords).toBe(2);
  });

  it('gives every user the keys of [DEFAULT], unless the section has its own', () => {
    const text =
      '[a]\npassword=own\n[DEFAULT]\npassword=all\nuser_timeout=5\n[b]\nuser_timeout=7\n[DEFAULT]\nheight=9\n';
    const file = read(text);
    expect(file.users.map(({ timeoutSeconds, extra }) => [timeoutSeconds, extra.get('height')])).toEqual([
      [5, '9'],
      [7, '9'],
    ]);
    expect(file.defaults).toHaveLength(2);
    expect([passwordOf(file, 'a'), passwordOf(file, 'b')]).toEqual([
      { password: 'own' },
      { password: 'all' },
    ]);
    expect(file.plainPasswords).toBe(2);
  });

  it('gives 1000 seconds by default, and accepts up to ten years', () => {
    const file = read('[a]\npassword=1\n[b]\npassword=1\nuser_timeout=315360000\n');
    expect(file.users.map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([1000, 315_360_000]);
  });

  it.each(['0', '-1', '1.5', '1e3', '0x10', '１２', '', '010', '315360001', '10 s', '99999999999999999999'])(
    'refuses a timeout of %j',
    (timeout) => {
      expect(problemsOf(() => read(`[DEFAULT]\nuser_timeout=${timeout}\n[a]\npassword=1\n`))).toEqual([
        'config.ini:2 [DEFAULT] user_timeout: must be a whole number of seconds from 1 to 315360000; correct it',
      ]);
    },
  );

  it('reports all mistakes at once, in the order of the lines', () => {
    const text = [
      '[egon]',
      'pasword = 123',
      'height = lots',
      '[alex]',
      'password = 1',
      '  height = 2',
      '[ yuanhao ]',
      'password =',
      '[e\u0301]',
      'password = 1',
      '[\u00e9]',
      'password = 1',
      '[DEFAULT]',
      'colour = red',
    ].join('\n');
    expect(problemsOf(() => read(text))).toEqual([
      'config.ini:1 [egon]: has no password; add a line `password = ...`',
      'config.ini:2 [egon] pasword: is an unknown key; did you mean password?',
      'config.ini:3 [egon] height: is no number; correct it',
      expect.stringMatching(/^config\.ini:5 \[alex\] password: continues on the next line/),
      expect.stringMatching(/^config\.ini:7 \[ yuanhao \]: a name must not start or end with a space/),
      expect.stringMatching(/^config\.ini:8 \[ yuanhao \] password: is empty/),
      expect.stringMatching(/^config\.ini:11 \[é\]: looks the same as the user on line 9/),
      'config.ini:14 [DEFAULT] colour: is an unknown key; remove it',
    ]);
  });

  it('shows twenty problems and counts the rest', () => {
    const lines = problemsOf(() => read(Array.from({ length: 50 }, (_, at) => `[u${at}]\n`).join('')));
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('... and 30 more');
  });

  it.each([
    ['[a]\npassword=1\n[a]\npassword=2\n', 'config.ini:3 [a]: the section is already on line 1'],
    ['[a]\npassword=1\npassword=2\n', 'config.ini:3 [a] password: the key is already on line 2'],
    ['password=1\n', 'config.ini:1: comes before the first section'],
    ['[a\npassword=1\n', 'config.ini:1: comes before the first section'],
    ['[a] password=1\n', 'config.ini:1 [a]: there is text after the section name'],
    ['[a]\npassword=1\n[b\npassword=2\n', 'config.ini:3 [a]: is not `key = value`'],
    ['[a]\npassword=1\0\n', 'config.ini:2: holds a NUL character'],
    [Buffer.from('[a]\npassword=\xff\n', 'latin1'), 'config.ini:2: is not valid UTF-8'],
    ['[a] ; was [b]\npassword=1\n', 'config.ini:1 [a] ; was [b]: a name must not contain square brackets'],
  ])('refuses %j', (text, start) => {
    expect(problemsOf(() => read(text))[0]?.startsWith(start)).toBe(true);
  });

  it('never shows a password, nor a control character', () => {
    const text =
      '[a\u001b[2J]\npassword = hunter2\n  hunter2 = x\n[b]\npassword = $argon2id$hunter2\nhunter2\n';
    expect(problemsOf(() => read(text)).join()).not.toMatch(/hunter2|\p{Cc}/u);
    expect(problemsOf(() => read(text.replace('\nhunter2\n', '\n'))).join()).not.toMatch(/hunter2|\p{Cc}/u);
  });

  it('reads a file with no user', () => {
    expect(read('[DEFAULT]\nuser_timeout = 1000\n').users).toEqual([]);
    expect(read('').users).toEqual([]);
  });

  it('reports a missing or unreadable file', () => {
    const missing = problemsOf(() => readUsersFile(join(folder, 'none', 'config.ini'), new Map()));
    expect(missing).toEqual([
      `config.ini: there is no such file; create it: ${join(folder, 'none', 'config.ini')}`,
    ]);
    expect(problemsOf(() => fingerprintOf(path))).toHaveLength(1);
    expect(problemsOf(() => fingerprintOf(`${path}/\u001b[2J`)).join()).not.toMatch(/\p{Cc}/u);
    expect(problemsOf(() => readUsersFile(folder, new Map()))[0]).toContain('is no regular file');
  });

  it('has the byte offsets of each section', () => {
    const text = '\uFEFF# 用户\r\n[DEFAULT]\r\nheight=1\r\n[元昊]\r\npassword = 密码😀\r\n[b]\r\npassword=2';
    const { defaults, users } = read(text);
    const bytes = Buffer.from(text);
    const cut = [...defaults, ...users].map(({ startByte, endByte }) =>
      bytes.toString('utf8', startByte, endByte),
    );
    expect(cut).toEqual([
      '[DEFAULT]\r\nheight=1\r\n',
      '[元昊]\r\npassword = 密码😀\r\n',
      '[b]\r\npassword=2',
    ]);
  });
});

describe('fingerprintOf', () => {
  const write = (file: string, text: string): void => {
    writeFileSync(file, text);
    utimesSync(file, 1, 1);
  };

  it('stays while the file stays', () => {
    write(path, 'one');
    expect(fingerprintOf(path)).toBe(fingerprintOf(path));
  });

  it('changes when the file is replaced by one of the same size and time', () => {
    write(path, 'one');
    const before = fingerprintOf(path);
    write(join(folder, 'other'), 'two');
    renameSync(join(folder, 'other'), path);
    expect(fingerprintOf(path)).not.toBe(before);
  });

  it('changes when the file is written in place and its time set back', async () => {
    write(path, 'one');
    const before = fingerprintOf(path);
    await setTimeout(30); // The clock of a file system has steps of a few milliseconds.
    write(path, 'two');
    expect(fingerprintOf(path)).not.toBe(before);
  });
});

describe('readStoredPassword', () => {
  it('has no password for a name that is not in the file, also when [DEFAULT] has one', () => {
    expect(passwordOf(read('[DEFAULT]\npassword=all\n[a]\n'), 'b')).toEqual({ password: undefined });
  });

  it('returns `changed` when the file has changed, and never reads a password as that', () => {
    const file = read('[a]\npassword=changed\n');
    expect(passwordOf(file, 'a')).toEqual({ password: 'changed' });
    writeFileSync(path, '[b]\npassword=another\n');
    expect(passwordOf(file, 'a')).toBe('changed');
  });

  it('refuses another user at that offset', () => {
    const file = read('[a]\npassword=1\n[b]\npassword=2\n[c]\n password=3\n');
    const [a, b] = file.users;
    if (!a || !b) throw new Error('two users were written');
    const moved = { name: 'a', startByte: b.startByte, endByte: b.endByte };
    expect(() => readStoredPassword(path, file.fingerprint, [], moved)).toThrow(UsersFileError);
    const both = { name: 'a', startByte: a.startByte, endByte: b.endByte };
    expect(() => readStoredPassword(path, file.fingerprint, [], both)).toThrow(UsersFileError);
    const half = { name: 'a', startByte: a.startByte + 1, endByte: a.endByte };
    expect(() => readStoredPassword(path, file.fingerprint, [], half)).toThrow(UsersFileError);
  });

  it('finds any password in any section', () => {
    const plain = fc.string({
      unit: fc.constantFrom(...'ab1;#=:[]\'"%\\ 密é😀'),
      minLength: 1,
      maxLength: 12,
    });
    const password = plain.map((text) => text.trim()).filter((text) => text !== '');
    const name = fc.string({ unit: fc.constantFrom(...'abcd.-元昊😀'), minLength: 1, maxLength: 5 });
    const user = fc.record({
      name,
      password: fc.option(password),
      comment: fc.constantFrom('', '# 注释\n', '\n; [x]\n'),
    });
    const users = fc.uniqueArray(user, { selector: (one) => one.name, maxLength: 6 });
    fc.assert(
      fc.property(
        users,
        password,
        fc.nat(6),
        fc.constantFrom('\n', '\r\n'),
        (model, inherited, place, lineBreak) => {
          const parts = model.map(
            (one) =>
              `[${one.name}]\n${one.comment}${one.password === null ? '' : `PassWord = ${one.password}\n`}`,
          );
          parts.splice(place, 0, `[DEFAULT]\npassword:${inherited}\n`);
          const file = read(parts.join('').replaceAll('\n', lineBreak));
          const found = model.map((one) => passwordOf(file, one.name));
          expect(found).toEqual(model.map((one) => ({ password: one.password ?? inherited })));
        },
      ),
    );
  });
});
