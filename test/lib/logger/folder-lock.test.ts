import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withFolderLock } from '#lib/logger/folder-lock.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

test('the lock exists during the work only', () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.path;
  expect(withFolderLock(folder, () => readdirSync(folder))).toHaveLength(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock is also gone when the work throws', () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.path;
  const failing = () => {
    throw new Error('on purpose');
  };
  expect(() => withFolderLock(folder, failing)).toThrow('on purpose');
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a killed process is taken over', () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.path;
  writeFileSync(join(folder, '.log-files.lock'), '');
  expect(withFolderLock(folder, () => 'done')).toBe('done');
});

test('a folder that cannot hold a lock is an error', () => {
  using temporary = new TemporaryFolder();
  expect(() => withFolderLock(temporary.file('missing'), () => {})).toThrow('ENOENT');
});
