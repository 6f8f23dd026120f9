import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationError } from '#lib/configuration-error.ts';
import { createSecretKey, readSecretKey } from '#lib/net/secret-key.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { forThisFile } from '#test/kit/lifetime.ts';
import { root } from '#test/kit/root.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const { path: folder } = forThisFile(new TemporaryFolder());

const path = join(folder, 'secret.key');
const other = join(folder, 'other.key');
beforeEach(() => {
  rmSync(path, { recursive: true, force: true });
  rmSync(other, { force: true });
});

const key = 'a key of 19 letters';

function write(file: string, text: string | Uint8Array, mode = 0o600): void {
  writeFileSync(file, text);
  // The mode of a new file is subject to the umask, and an old file keeps its own.
  chmodSync(file, mode);
}

const program = join(folder, 'read.cjs');
beforeAll(async () => {
  chmodSync(folder, 0o755);
  const source = `import { readSecretKey } from '#lib/net/secret-key.ts';
    try {
      const secret = readSecretKey({ env: {}, variable: 'SHARED_KEY', path: process.argv[2] });
      process.stdout.write(secret.key.toString());
    } catch (error) { process.stdout.write(error.message); }`;
  const stdin = { contents: source, resolveDir: root };
  await build({ stdin, outfile: program, bundle: true, platform: 'node', format: 'cjs' });
});

/** Reads the key in a process of its own, perhaps as another user, within a time limit. @returns the key or the message. */
async function readElsewhere(file: string, user: { uid?: number; gid?: number }): Promise<string> {
  const options = { ...user, timeout: 60_000 };
  return (await promisify(execFile)(process.execPath, [program, file], options)).stdout;
}

function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const line of error.lines) expectSentence(line);
    return error.message;
  }
  return 'not refused';
}

const read = (env?: string) => readSecretKey({ env: { SHARED_KEY: env }, variable: 'SHARED_KEY', path });
const readText = (env?: string): string => {
  const secret = read(env);
  return secret.status === 'ok' ? secret.key.toString('latin1') : secret.status;
};

describe('the key', () => {
  test('is missing when there is neither variable nor file', () => {
    expect(read()).toEqual({ status: 'missing' });
  });

  test.each([
    ['no line end', key, key],
    ['a line end', `${key}\n`, key],
    ['the line end of Windows', `${key}\r\n`, key],
    ['two line ends: one of them is of the key', `${key}\n\n`, `${key}\n`],
    ['blanks around it', ` ${key} \n`, ` ${key} `],
    ['16 bytes', '0123456789abcdef\n', '0123456789abcdef'],
    ['256 bytes', `${'k'.repeat(256)}\r\n`, 'k'.repeat(256)],
  ])('is what the file holds: %s', (_, text, expected) => {
    write(path, text);
    expect(readText()).toBe(expected);
  });

  test('may be any bytes', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    write(path, bytes);
    expect(read()).toEqual({ status: 'ok', key: bytes });
  });

  test('of the variable takes precedence over the file, even when it is invalid', () => {
    write(path, key);
    expect(read('十六个字节以上的密钥')).toEqual({ status: 'ok', key: Buffer.from('十六个字节以上的密钥') });
    expect(refusalOf(() => read(''))).toMatch(/^SHARED_KEY: the key has only 0 bytes;/);
  });

  test.each([
    ['', 'has only 0 bytes'],
    ['0123456789abcde', 'has only 15 bytes'],
    ['0123456789abcde\n', 'has only 15 bytes'],
    ['k'.repeat(257), 'has more than 256 bytes'],
    [`${'k'.repeat(257)}\n`, 'has more than 256 bytes'],
    ['k'.repeat(100_000), 'has more than 256 bytes'],
  ])('is refused when its length is wrong: %#', (text, expected) => {
    write(path, text);
    expect(refusalOf(read)).toMatch(new RegExp(`^secret\\.key: the key ${expected};`));
    const ofVariable = refusalOf(() => read(text.trim()));
    expect(ofVariable).toMatch(new RegExp(`^SHARED_KEY: the key ${expected};`));
    if (text !== '') expect(ofVariable).not.toContain(text.slice(0, 8));
  });
});

describe.skipIf(process.platform === 'win32')('the file (skipped on Windows: it has no modes)', () => {
  test.each(['0640', '0604', '0620', '0602', '0610', '0601', '0644', '0666', '0777'])(
    'is refused with mode %s',
    (mode) => {
      write(path, key, Number.parseInt(mode, 8));
      expect(refusalOf(read)).toBe(
        `secret.key: the key is open to other users (mode ${mode}); run chmod 600 ${path}`,
      );
    },
  );

  test.each(['0600', '0400', '0700'])('is taken with mode %s', (mode) => {
    write(path, key, Number.parseInt(mode, 8));
    expect(readText()).toBe(key);
  });

  test('is checked behind a symbolic link', () => {
    symlinkSync(other, path);
    expect(read()).toEqual({ status: 'missing' });
    write(other, key);
    expect(readText()).toBe(key);
    chmodSync(other, 0o644);
    expect(refusalOf(read)).toContain('is open to other users');
  });

  test('must be a regular file: no folder, no device, and no pipe, whose open would wait', async () => {
    mkdirSync(path, { mode: 0o700 });
    expect(refusalOf(read)).toContain('is no regular file');
    expect(refusalOf(() => readSecretKey({ env: {}, variable: 'SHARED_KEY', path: '/dev/zero' }))).toContain(
      'is no regular file',
    );
    await promisify(execFile)('mkfifo', ['-m', '600', other]);
    expect(await readElsewhere(other, {})).toContain('is no regular file');
  });

  test('cannot be replaced between the check and the reading', async () => {
    write(path, key);
    write(other, 'a key that all users can read', 0o644);
    const swap = `const fs = require('node:fs'); process.stdout.write('x');
      for (;;) { for (const target of ['${path}', '${other}']) {
        fs.symlinkSync(target, '${folder}/new'); fs.renameSync('${folder}/new', '${folder}/swapped'); } }`;
    const swapper = spawn(process.execPath, ['-e', swap]);
    try {
      await once(swapper.stdout, 'data');
      const seen = new Set<string>();
      for (let round = 0; round < 20_000; round++) seen.add(outcome(join(folder, 'swapped')));
      seen.delete('missing');
      expect([...seen].sort()).toEqual([key, 'refused']);
    } finally {
      swapper.kill('SIGKILL');
      await once(swapper, 'exit');
    }
  });
});

function outcome(file: string): string {
  try {
    const secret = readSecretKey({ env: {}, variable: 'SHARED_KEY', path: file });
    return secret.status === 'ok' ? secret.key.toString() : secret.status;
  } catch {
    return 'refused';
  }
}

const isRoot = process.geteuid?.() === 0;

describe.skipIf(!isRoot)(
  'the owner of the file (skipped unless run by root: only root can change an owner)',
  () => {
    const user = 65_534;

    test.each([
      ['reads it', user, 0o600, user, key],
      ['root reads it, too', user, 0o600, 0, key],
      [
        'root refuses it when other users may read it',
        user,
        0o640,
        0,
        'secret.key: the key is open to other users',
      ],
      ['another user cannot open it', 0, 0o600, user, 'secret.key: cannot be read (EACCES)'],
      ['another user that can open it refuses it', 0, 0o644, user, 'secret.key: belongs to another user'],
    ])('%s', async (_, owner, mode, reader, expected) => {
      write(path, key, mode);
      chownSync(path, owner, owner);
      expect((await readElsewhere(path, { uid: reader, gid: reader })).startsWith(expected)).toBe(true);
    });
  },
);

describe('a new key', () => {
  test('is 32 random bytes as 64 hexadecimal digits, for its owner alone, and can be read', () => {
    createSecretKey(path);
    createSecretKey(other);
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/^[0-9a-f]{64}\n$/);
    expect(readFileSync(other, 'utf8')).not.toBe(text);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readText()).toBe(text.trim());
  });

  test('replaces nothing, not even the target of a link', () => {
    write(path, 'an older key, in use');
    expect(refusalOf(() => createSecretKey(path))).toContain('there is a key already');
    expect(readFileSync(path, 'utf8')).toBe('an older key, in use');
    rmSync(path);
    symlinkSync(other, path);
    expect(refusalOf(() => createSecretKey(path))).toContain('there is a key already');
    expect(existsSync(other)).toBe(false);
  });

  test('needs a folder that exists', () => {
    const nowhere = join(folder, 'no', 'secret.key');
    expect(refusalOf(() => createSecretKey(nowhere))).toBe(
      `secret.key: cannot be written (ENOENT); check the folder it is in: ${nowhere}`,
    );
  });
});
