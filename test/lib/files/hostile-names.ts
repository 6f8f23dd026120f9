import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { FileStoreError } from '#lib/files/file-store-error.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { contentOf, listed, newStore, put } from './new-store.ts';

const pieces = [
  ...[
    '..',
    '.',
    '/',
    '\\',
    '//',
    '\\\\',
    '../',
    '..\\',
    '/..',
    './',
    '~',
    '~root',
    '$HOME',
    '%2e%2e%2f',
    '%00',
    '\0',
  ],
  ...[
    'C:',
    'C:\\',
    '\\\\server\\share',
    '\\\\?\\',
    'file://',
    'con',
    'NUL',
    'com1',
    'lpt1.',
    ':stream',
    '::$DATA',
  ],
  ...[
    'etc',
    'passwd',
    'victim',
    'outside',
    'link',
    'files',
    'partial',
    'user-egon',
    'shared',
    'a',
    'é',
    'e\u0301',
    '元',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r',
    '\x1b',
    '\x7f',
    '\u2028',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\uff0e\uff0e\uff0f',
    '\u2024\u2024\u2215',
  ],
  ...[
    '\ud800',
    '\udfff',
    '\u{10ffff}',
    '-',
    '-rf',
    '*',
    '?',
    '<',
    '>',
    '|',
    '"',
    "'",
    ';',
    '`',
    '__proto__',
    'x'.repeat(250),
  ],
];
const hostile = fc
  .array(fc.constantFrom(...pieces), { minLength: 2, maxLength: 12 })
  .map((parts) => parts.join(''));

/** Stores, reads and removes this many hostile names: nothing outside of the folder of files changes. */
export async function tryHostileNames(count: number): Promise<void> {
  using temporary = new TemporaryFolder();
  const outside = temporary.path;
  const folder = join(outside, 'store');
  await using opened = await newStore({ folder });
  const { store } = opened;
  const files = store.of('egon');
  const filesFolder = join(folder, 'user-egon', 'files');
  await put(files, 'a', 'x');
  await writeFile(join(outside, 'victim'), 'safe');
  await mkdir(join(outside, 'outside'));
  await symlink(outside, join(filesFolder, 'link'));
  const before = await treeOf(outside, filesFolder);

  let stored = 0;
  for (const name of fc.sample(hostile, { numRuns: count, seed: 8 })) {
    try {
      await put(files, name, 'x');
      stored++;
      expect((await contentOf(files, name)).toString()).toBe('x');
    } catch (error) {
      expect(error).toBeInstanceOf(FileStoreError);
      await expect(files.open(name)).rejects.toBeInstanceOf(FileStoreError);
      await expect(files.remove(name)).rejects.toBeInstanceOf(FileStoreError);
    }
  }
  expect(stored).toBeGreaterThan(count / 100);
  expect(await treeOf(outside, filesFolder)).toEqual(before);
  expect(await readFile(join(outside, 'victim'), 'utf8')).toBe('safe');
  // Each name that was taken is one file of the folder.
  const names = new Set((await listed(files)).map(({ name }) => name));
  expect((await readdir(filesFolder)).filter((name) => name !== 'link' && !names.has(name))).toEqual([]);
}

/** All paths below a folder, except the stored files. Node's own recursion follows links since Node 26. */
async function treeOf(folder: string, filesFolder: string): Promise<readonly string[]> {
  if (folder === filesFolder) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const below = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      return [path, ...(entry.isDirectory() ? await treeOf(path, filesFolder) : [])];
    }),
  );
  return below.flat().sort();
}
