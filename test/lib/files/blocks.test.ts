import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FileShrank, readBlocks } from '#lib/files/block-reader.ts';
import { BlockWriter } from '#lib/files/block-writer.ts';
import { BlockPool, largeBlockBytes, TransferBlocks } from '#lib/files/blocks.ts';
import { Hasher } from '#lib/files/hasher.ts';
import { openTransferEngine, type TransferEngine } from '#lib/files/transfer-engine.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { content } from './new-store.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function newFile(bytes: Uint8Array) {
  const lifetime = new Lifetime();
  const path = lifetime.use(new TemporaryFolder()).file('file');
  await writeFile(path, bytes);
  const file = await open(path, 'r+');
  lifetime.defer(() => file.close());
  return Object.assign(lifetime, { path, file });
}

const newEngine = (): TransferEngine & AsyncDisposable => {
  const engine = openTransferEngine();
  return Object.assign(engine, { [Symbol.asyncDispose]: () => engine.close() });
};

describe('BlockPool', () => {
  it('allocates no more large blocks than its size, however often they are used', async () => {
    const pool = new BlockPool(2);
    const seen = new Set<Uint8Array>();
    for (let round = 0; round < 10; round++) {
      const blocks = new TransferBlocks(pool);
      const taken = [await blocks.take(2 ** 30), await blocks.take(2 ** 30), await blocks.take(2 ** 30)];
      expect(taken.map(({ length }) => length === largeBlockBytes)).toEqual([true, true, false]);
      for (const block of taken) {
        blocks.give(block);
        if (block.length === largeBlockBytes) seen.add(block);
      }
    }
    expect(seen.size).toBe(2);
  });

  it('gives a transfer three blocks; the fourth waits for one of them', async () => {
    const blocks = new TransferBlocks(new BlockPool(64));
    const [first] = [await blocks.take(10), await blocks.take(10), await blocks.take(10)];
    let hasFourth = false;
    const fourth = blocks.take(10).then((block) => {
      hasFourth = true;
      return block;
    });
    await new Promise(setImmediate);
    expect(hasFourth).toBe(false);
    blocks.give(first);
    expect(await fourth).toBe(first);
  });
});

describe('Hasher', () => {
  it.each([0, 1, 300_000, 5_000_000])('agrees with crypto about %d bytes, also in between', async (bytes) => {
    const { hasher } = newEngine();
    const all = content(bytes);
    const digest = hasher.digest(bytes);
    await digest.update(all.subarray(0, bytes / 2));
    expect((await digest.peek()).toString('hex')).toBe(sha256(all.subarray(0, bytes / 2)));
    await digest.update(all.subarray(bytes / 2));
    expect((await digest.end()).toString('hex')).toBe(sha256(all));
  });

  it('keeps many digests apart', async () => {
    const { hasher } = newEngine();
    const all = Array.from({ length: 20 }, (_, n) => Buffer.alloc(1000, n));
    const digests = all.map(() => hasher.digest(2 ** 30));
    await Promise.all(digests.map((digest, n) => digest.update(all[n] ?? Buffer.alloc(0))));
    const ends = await Promise.all(digests.map((digest) => digest.end()));
    expect(ends.map((end) => end.toString('hex'))).toEqual(all.map(sha256));
  });

  it('rejects a waiting update when it is closed', async () => {
    const hasher = new Hasher();
    const waiting = hasher.digest(2 ** 30).update(content(1000));
    const refused = expect(waiting).rejects.toThrow('closed');
    await hasher.close();
    await refused;
  });
});

describe('readBlocks', () => {
  it.each([
    [0, 0],
    [0, 10],
    [5, 10],
    [0, 200_000],
    [1_000, 5_000_000],
  ])('reads from %d to %d, and hashes it', async (from, to) => {
    await using engine = newEngine();
    const all = content(5_000_000);
    await using opened = await newFile(all);
    const { file } = opened;
    const digest = engine.hasher.digest(to - from);
    const read: Buffer[] = [];
    for await (const bytes of readBlocks({ file, engine, digest, from, to })) read.push(Buffer.from(bytes));
    expect(sha256(Buffer.concat(read))).toBe(sha256(all.subarray(from, to)));
    expect((await digest.end()).toString('hex')).toBe(sha256(all.subarray(from, to)));
  });

  it('reports a file that has become shorter', async () => {
    await using engine = newEngine();
    await using opened = await newFile(content(3_000_000));
    const { file } = opened;
    const digest = engine.hasher.digest(3_000_000);
    const read = async () => {
      for await (const _ of readBlocks({ file, engine, digest, from: 0, to: 3_000_000 }))
        await file.truncate(100);
    };
    await expect(read()).rejects.toThrow(FileShrank);
  });

  it('releases its memory when the reader stops early', async () => {
    const engine = { ...newEngine(), pool: new BlockPool(2) };
    await using opened = await newFile(content(5_000_000));
    const { file } = opened;
    for (let round = 0; round < 5; round++) {
      const digest = engine.hasher.digest(5_000_000);
      for await (const bytes of readBlocks({ file, engine, digest, from: 0, to: 5_000_000 })) {
        expect(bytes.length).toBe(largeBlockBytes);
        break;
      }
      digest.discard();
    }
  });
});

describe('BlockWriter', () => {
  it('writes pieces of any size at the right offset', async () => {
    await using engine = newEngine();
    await using opened = await newFile(Buffer.from('head'));
    const { file } = opened;
    const all = content(4_000_000);
    const digest = engine.hasher.digest(all.length);
    const writer = new BlockWriter({ file, engine, digest, from: 4, to: 4 + all.length });
    for (let at = 0, size = 1; at < all.length; at += size, size = (size * 7) % 150_001) {
      const piece = Buffer.from(all.subarray(at, at + size));
      await writer.write(piece);
      piece.fill(0);
    }
    await writer.finish();
    expect((await digest.end()).toString('hex')).toBe(sha256(all));
    const { buffer } = await file.read(Buffer.alloc(all.length), 0, all.length, 4);
    expect(sha256(buffer)).toBe(sha256(all));
  });

  it('refuses more bytes than announced', async () => {
    await using engine = newEngine();
    await using opened = await newFile(Buffer.from(''));
    const { file } = opened;
    const writer = new BlockWriter({ file, engine, from: 0, to: 10 });
    await expect(writer.write(Buffer.alloc(11))).rejects.toThrow('more bytes');
  });

  it('fails once the disk has failed, and releases its memory', async () => {
    const engine = { ...newEngine(), pool: new BlockPool(3) };
    for (let round = 0; round < 3; round++) {
      await using opened = await newFile(Buffer.from(''));
      const { path } = opened;
      const file = await open(path, 'r');
      const writer = new BlockWriter({ file, engine, from: 0, to: 2 ** 30 });
      const flood = async () => {
        for (;;) await writer.write(Buffer.alloc(1_000_000));
      };
      await expect(flood()).rejects.toThrow('EBADF');
      await expect(writer.finish()).rejects.toThrow('EBADF');
      await file.close();
    }
    expect([engine.pool.take(), engine.pool.take(), engine.pool.take()]).not.toContain(undefined);
  });
});
