import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withFolderLock } from '#lib/logger/folder-lock.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('the lock is there during the work, and gone afterwards', () => {
  const folder = temporaryFolder();
  expect(withFolderLock(folder, () => readdirSync(folder))).toHaveLength(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('it is gone when the work throws, too', () => {
  const folder = temporaryFolder();
  const failing = () => {
    throw new Error('on purpose');
  };
  expect(() => withFolderLock(folder, failing)).toThrow('on purpose');
  expect(readdirSync(folder)).toEqual([]);
});

test('one left behind by a killed process is taken over', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.log-files.lock'), '');
  expect(withFolderLock(folder, () => 'done')).toBe('done');
});

test('a folder that cannot hold a lock is an error', () => {
  expect(() => withFolderLock(join(temporaryFolder(), 'missing'), () => {})).toThrow('ENOENT');
});
