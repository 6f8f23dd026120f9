import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readFailure } from '#lib/read-failure.ts';
import { readRegularFile } from '#lib/read-regular-file.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

test('a file is read', () => {
  using folder = new TemporaryFolder();
  writeFileSync(folder.file('a'), 'text');
  expect(readRegularFile(folder.file('a')).toString()).toBe('text');
});

test('a folder and a missing file are refused with a sentence', () => {
  using folder = new TemporaryFolder();
  expect(failure(folder.path)).toMatchObject({ en: expect.stringMatching(/^is no regular file;/) });
  expect(failure(folder.file('a'))).toMatchObject({ en: expect.stringMatching(/^there is no such file;/) });
});

test.skipIf(process.platform === 'win32')(
  'a pipe without a writer, and a device without an end, are refused',
  () => {
    using folder = new TemporaryFolder();
    execFileSync('mkfifo', [folder.file('pipe')]);
    for (const path of [folder.file('pipe'), '/dev/zero'])
      expect(failure(path)).toMatchObject({ zh: expect.stringMatching(/^不是普通文件，/) });
  },
);

function failure(path: string) {
  try {
    return readRegularFile(path);
  } catch (error) {
    return readFailure(error, path);
  }
}
