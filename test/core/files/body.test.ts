import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { digestOf, fileBody, plainBody, receiveFileBody } from '#core/files/body.ts';
import { openTransferEngine } from '#lib/files/transfer-engine.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { content } from '#test/lib/files/new-store.ts';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

async function newFile(bytes: Uint8Array) {
  const lifetime = new Lifetime();
  const path = lifetime.use(new TemporaryFolder()).file('a');
  await writeFile(path, bytes);
  const file = await open(path);
  const engine = openTransferEngine();
  lifetime.defer(() => engine.close());
  lifetime.defer(() => file.close());
  return Object.assign(lifetime, { file, engine });
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of chunks) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

describe('the body of a file', () => {
  it.each([
    [0, 0],
    [0, 100_000],
    [70_000, 3_000_000],
    [3_000_000, 3_000_000],
  ])('from byte %d of %d is the rest, and the digest of the whole', async (from, to) => {
    const all = content(to);
    await using opened = await newFile(all);
    const { file, engine } = opened;
    const digest = await digestOf({ file, engine }, { prefixBytes: from, totalBytes: to });
    const body = fileBody({ file, engine, digest, from, to });
    const sent = await collect(body.chunks);
    expect(sent.length).toBe(body.bytes);
    expect(sent.equals(Buffer.concat([all.subarray(from), sha256(all)]))).toBe(true);
  });

  it('is the bytes alone for a plain peer', async () => {
    const all = content(1_234_567);
    await using opened = await newFile(all);
    const { file, engine } = opened;
    const body = plainBody({ file, engine, from: 0, to: all.length });
    expect(body.bytes).toBe(all.length);
    expect((await collect(body.chunks)).equals(all)).toBe(true);
  });

  it('leaves small pieces alone, which a connection may send later', async () => {
    const all = content(1280 * 1024 + 10_000);
    await using opened = await newFile(all);
    const { file, engine } = opened;
    const { pool } = openTransferEngine({ largeBlocksMax: 2 });
    const narrow = { ...engine, pool };
    const kept: Uint8Array[] = [];
    for (let round = 0; round < 3; round++) {
      const { chunks } = plainBody({ file, engine: narrow, from: round, to: all.length - round });
      for await (const piece of chunks) if (piece.length < 64 * 1024) kept.push(piece);
    }
    const tails = [0, 1, 2].map((round) => all.subarray(round + 1280 * 1024, all.length - round));
    expect(kept.map((piece) => Buffer.from(piece).equals(tails.shift() ?? all))).toEqual([true, true, true]);
  });

  it('is decoded wherever it is cut', async () => {
    const all = Buffer.concat([content(100), sha256(content(5))]);
    for (let cut = 0; cut <= all.length; cut++) {
      async function* pieces() {
        yield all.subarray(0, cut);
        yield all.subarray(cut);
      }
      const written: Buffer[] = [];
      const digest = await receiveFileBody(
        pieces(),
        100,
        async (bytes) => void written.push(Buffer.from(bytes)),
      );
      expect(Buffer.concat(written).equals(all.subarray(0, 100))).toBe(true);
      expect(digest.equals(all.subarray(100))).toBe(true);
    }
  });
});
