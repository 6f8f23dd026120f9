import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFiles } from '#core/files/open-files.ts';
import { clockOf } from '#lib/clock.ts';
import type { FileStore } from '#lib/files/file-store.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';
import { bundleFixture, Fixture } from '#test/db/sqlite/fixture.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const clock = clockOf(Date.now, () => performance.now());
const logger = new NamedLogger({ isEnabled: () => false, write: () => {} }, 'server');

async function open(folder: string): Promise<FileStore & AsyncDisposable> {
  const store = await openFiles({ folder, quotaMebibytes: 1, totalQuotaMebibytes: 1, clock, logger });
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

const inUse = expect.objectContaining({
  code: 'files_folder',
  exitCode: 2,
  text: expect.objectContaining({ en: expect.stringContaining('Another server keeps its files') }),
});

it('a second server is refused, and does not touch the uploads of the first', async () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.path;
  await using first = await open(folder);
  const upload = await first.of(undefined).receive({ name: 'a', totalBytes: 3 });
  await upload.begin(0);
  await upload.write(Buffer.from('new'));
  await expect(open(folder)).rejects.toEqual(inUse);
  using second = new Fixture(await bundleFixture('test/core/files/hold-folder.fixture.ts'), [folder]);
  await expect(second.untilLine()).rejects.toThrow('Another server keeps its files');
  await upload.finish();
  expect(await readdir(join(folder, 'shared', 'files'))).toEqual(['a']);
});

it('the folder is free as soon as its server has stopped, or was killed', async () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.path;
  const bundle = await bundleFixture('test/core/files/hold-folder.fixture.ts');
  // Twice: in the second round the stopped server was one of this process.
  for (let round = 0; round < 2; round++) {
    using server = new Fixture(bundle, [folder]);
    await server.untilLine();
    await expect(open(folder)).rejects.toEqual(inUse);
    server.kill();
    await server.untilExit();
    await (await open(folder)).close();
  }
});

it('a folder that cannot be used is refused with its reason', async () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.path;
  await writeFile(join(folder, 'file'), '');
  await expect(open(join(folder, 'file'))).rejects.toMatchObject({
    code: 'files_folder',
    text: { en: expect.stringContaining('(cannot_open)') },
  });
});

it('a folder that was removed is made again at the next upload, and locked again', async () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.file('files');
  await using store = await open(folder);
  const put = async () => {
    const upload = await store.of('egon').receive({ name: 'a', totalBytes: 0 });
    await upload.begin(0);
    await upload.finish();
  };
  await put();
  await rm(folder, { recursive: true });
  await put();
  expect(await readdir(join(folder, 'user-egon', 'files'))).toEqual(['a']);
  await expect(open(folder)).rejects.toEqual(inUse);
  await rm(folder, { recursive: true });
  await using _ = await open(folder);
  await expect(put()).rejects.toMatchObject({ fault: { code: 'disk', systemCode: 'in_use' } });
});
