import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFailure } from '#lib/read-failure.ts';

function failureOf(path: string) {
  try {
    readFileSync(path);
  } catch (error) {
    return readFailure(error, path);
  }
  throw new Error(`${path} can be read`);
}

test('a missing file is to be created', () => {
  const path = join(tmpdir(), 'no', 'such', 'file');
  expect(failureOf(path)).toEqual({
    zh: `没有这个文件，请创建：${path}`,
    en: `there is no such file; create it: ${path}`,
  });
});

test('any other failure is named', () => {
  const path = join(process.execPath, 'x');
  expect(failureOf(path)).toEqual({
    zh: `无法读取（ENOTDIR），请检查文件：${path}`,
    en: `cannot be read (ENOTDIR); check the file: ${path}`,
  });
});

test('a bug stays a bug', () => {
  const bug = new TypeError('x is not a function');
  expect(() => readFailure(bug, 'x.ini')).toThrow(bug);
});
