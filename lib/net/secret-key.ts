import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ConfigurationError } from '#lib/configuration-error.ts';
import { readFailure } from '#lib/read-failure.ts';
import { openRegularFile } from '#lib/read-regular-file.ts';
import type { Text } from '#lib/text/text.ts';

/** 16 random bytes cannot be guessed. Some TLS libraries take no PSK longer than 256 bytes. */
const keyBytesMin = 16;
const keyBytesMax = 256;
const newKeyBytes = 32;

export interface SecretKeySources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The environment variable with the key. It has priority over the file, also when its value is invalid. */
  readonly variable: string;
  readonly path: string;
}
export type SecretKey = { readonly status: 'ok'; readonly key: Buffer } | { readonly status: 'missing' };

/**
 * Reads the shared key of the server and its clients: 16 to 256 bytes of the variable (UTF-8) or of the file. One line
 * end at the end of the file is ignored.
 * @throws ConfigurationError if the key has a wrong length, or other users can use the file.
 */
export function readSecretKey({ env, variable, path }: SecretKeySources): SecretKey {
  const given = env[variable];
  if (given !== undefined) return { status: 'ok', key: checkLength(Buffer.from(given), variable) };
  const descriptor = openIfThere(path);
  if (descriptor === undefined) return { status: 'missing' };
  try {
    return { status: 'ok', key: readKey(descriptor, path) };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes a key of 32 random bytes and writes it as 64 hexadecimal digits into a new file that only its owner can read.
 * @throws ConfigurationError if the path exists or cannot be written.
 */
export function createSecretKey(path: string): void {
  const descriptor = createPrivate(path);
  try {
    writeFileSync(descriptor, `${randomBytes(newKeyBytes).toString('hex')}\n`);
    fsyncSync(descriptor);
  } catch (error) {
    unlinkSync(path);
    throw refusal(path, writeFailure(error, path));
  } finally {
    closeSync(descriptor);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openRegularFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw refusal(path, readFailure(error, path));
  }
}

// fstat checks the open file: another process could replace the file at the path between two calls.
function readKey(descriptor: number, path: string): Buffer {
  const stat = fstatSync(descriptor);
  const user = process.geteuid?.();
  // Windows has no user ids, and its mode bits have no meaning.
  if (user !== undefined) {
    if (user !== 0 && stat.uid !== user) throw refusal(path, anotherOwner(path));
    if ((stat.mode & 0o077) !== 0) throw refusal(path, openToOthers(path, stat.mode));
  }
  // One byte more than the longest key with its line end is enough to detect a key that is too long.
  const buffer = Buffer.alloc(keyBytesMax + 3);
  return checkLength(withoutLineEnd(buffer.subarray(0, fill(descriptor, buffer))), path);
}

function fill(descriptor: number, buffer: Buffer): number {
  let length = 0;
  for (let read = -1; read !== 0; length += read) {
    read = readSync(descriptor, buffer, length, buffer.length - length, null);
  }
  return length;
}

function withoutLineEnd(text: Buffer): Buffer {
  if (text.at(-1) !== 0x0a) return text;
  return text.subarray(0, text.at(-2) === 0x0d ? -2 : -1);
}

function checkLength(key: Buffer, source: string): Buffer {
  if (key.length < keyBytesMin) throw refusal(source, tooShort(key.length));
  if (key.length > keyBytesMax) throw refusal(source, tooLong);
  return key;
}

function createPrivate(path: string): number {
  try {
    // The flag x overwrites neither an existing key nor the target of a symbolic link.
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    throw refusal(path, codeOf(error) === 'EEXIST' ? alreadyThere(path) : writeFailure(error, path));
  }
}

function writeFailure(error: unknown, path: string): Text {
  const code = codeOf(error);
  if (code === undefined) throw error;
  return {
    zh: `无法写入（${code}），请检查所在的文件夹：${path}`,
    en: `cannot be written (${code}); check the folder it is in: ${path}`,
  };
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const refusal = (source: string, sentence: Text): ConfigurationError =>
  new ConfigurationError([{ location: basename(source), sentence }]);

const anotherOwner = (path: string): Text => ({
  zh: `属于别的用户，请由运行本程序的用户重新创建：${path}`,
  en: `belongs to another user; create it again as the user who runs this program: ${path}`,
});

const openToOthers = (path: string, mode: number): Text => {
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  return {
    zh: `别的用户也能使用密钥（权限 ${octal}），请运行 chmod 600 ${path}`,
    en: `the key is open to other users (mode ${octal}); run chmod 600 ${path}`,
  };
};

const tooShort = (length: number): Text => ({
  zh: `密钥只有 ${length} 字节，请写入 ${keyBytesMin} 到 ${keyBytesMax} 字节，例如 openssl rand -hex 32 的输出`,
  en: `the key has only ${length} bytes; write ${keyBytesMin} to ${keyBytesMax} bytes, such as the output of openssl rand -hex 32`,
});

const tooLong: Text = {
  zh: `密钥超过 ${keyBytesMax} 字节，请改短`,
  en: `the key has more than ${keyBytesMax} bytes; shorten it`,
};

const alreadyThere = (path: string): Text => ({
  zh: `已经有密钥了，请先移走旧的再创建：${path}`,
  en: `there is a key already; move it away to make a new one: ${path}`,
});
