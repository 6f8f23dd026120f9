import { spawnSync } from 'node:child_process';
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BlockWriter } from '#lib/files/block-writer.ts';
import { openTransferEngine } from '#lib/files/transfer-engine.ts';
import { bundleFixture } from '#test/db/sqlite/fixture.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const hasLimit = spawnSync('sh', ['-c', 'ulimit -f 100']).status === 0;

it.runIf(hasLimit).each([200_000, 5_000_000])(
  `a disk that takes no more of %d bytes is one refusal, and the old file stays (skipped where a shell cannot limit files)`,
  async (bytes) => {
    const fixture = await bundleFixture('test/lib/files/disk.fixture.ts');
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    await mkdir(join(folder, 'shared', 'files'), { recursive: true });
    await writeFile(join(folder, 'shared', 'files', 'a'), 'old');
    // A limit on the process imitates a full disk and needs no administrator. In blocks of 512 bytes.
    const limited = [
      '-c',
      'ulimit -f 100; exec "$@"',
      'sh',
      process.execPath,
      fixture,
      folder,
      String(bytes),
    ];
    const { stdout } = spawnSync('sh', limited, { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ code: 'disk', systemCode: 'EFBIG' });
    expect(await readFile(join(folder, 'shared', 'files', 'a'), 'utf8')).toBe('old');
    expect(await readdir(join(folder, 'shared', 'partial'))).toEqual([]);
  },
);

it('with a slow disk the sender waits, and at most three blocks are in memory', async () => {
  using folder = new TemporaryFolder();
  await using lifetime = new Lifetime();
  const engine = openTransferEngine();
  lifetime.defer(() => engine.close());
  const file = await open(folder.file('a'), 'w');
  lifetime.defer(() => file.close());
  // A real file, whose writes wait for us.
  const write = file.write.bind(file);
  let isWorking = false;
  let next = () => {};
  Object.assign(file, {
    async write(...args: Parameters<typeof write>) {
      if (!isWorking) await new Promise<void>((go) => (next = go));
      return write(...args);
    },
  });
  const bytes = 64 * 1024 * 1024;
  const writer = new BlockWriter({ file, engine, from: 0, to: bytes });
  const chunk = Buffer.alloc(64 * 1024);
  let taken = 0;
  const sender = (async () => {
    for (; taken < bytes; taken += chunk.length) await writer.write(chunk);
    await writer.finish();
  })();
  // As long as anything moves.
  for (let seen = -1; seen !== taken; await new Promise((later) => setTimeout(later, 20))) seen = taken;
  expect(taken).toBeLessThanOrEqual(3 * 1024 * 1024);
  isWorking = true;
  next();
  await sender;
  expect((await file.stat()).size).toBe(bytes);
});
