import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cachePathOf, compile, headerBytes, readCodeCache } from '#bin/shared/code-cache.js';
import { makeCodeCache } from '#build/code-cache.js';
import { root } from '#test/kit/root.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const source = 'exports.answer = () => 42;';

/** A bundle's path, and its cache. */
function cached(folder: TemporaryFolder) {
  const path = folder.file('bundle.cjs');
  const cache = makeCodeCache(source, path);
  if (cache === undefined) throw new Error('no cache was made');
  writeFileSync(cachePathOf(path), cache);
  return { path, cache };
}

test('every bundle of dist is ASCII, and has a code cache that V8 accepts', () => {
  const bundles = readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.cjs'));
  expect(bundles).toContain('start.cjs');
  for (const name of bundles) {
    const path = join(root, 'dist', name);
    const text = readFileSync(path, 'latin1');
    expect([name, /[\x80-\xff]/.test(text)]).toEqual([name, false]);
    const cache = readCodeCache(text, path);
    expect([name, cache === undefined]).toEqual([name, false]);
    expect([name, compile(text, path, cache).cachedDataRejected]).toEqual([name, false]);
  }
});

describe('a code cache', () => {
  test('is made again only when it is needed', () => {
    using folder = new TemporaryFolder();
    const { path } = cached(folder);
    expect(makeCodeCache(source, path)).toBeUndefined();
    expect(makeCodeCache(source.replace('42', '43'), path)).toBeInstanceOf(Buffer);
  });

  test('of another source of the same length is not used', () => {
    using folder = new TemporaryFolder();
    const { path } = cached(folder);
    expect(readCodeCache(source, path)).toBeInstanceOf(Buffer);
    expect(readCodeCache(source.replace('42', '43'), path)).toBeUndefined();
  });

  test('in which one byte is damaged is not used', () => {
    using folder = new TemporaryFolder();
    const { path, cache } = cached(folder);
    for (const place of [0, 4, headerBytes, cache.length - 1]) {
      const damaged = Buffer.from(cache);
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      writeFileSync(cachePathOf(path), damaged);
      expect(readCodeCache(source, path)).toBeUndefined();
    }
  });

  test('that is cut or empty is not used', () => {
    using folder = new TemporaryFolder();
    const { path, cache } = cached(folder);
    for (const length of [0, 3, headerBytes, cache.length - 1]) {
      writeFileSync(cachePathOf(path), cache.subarray(0, length));
      expect(readCodeCache(source, path)).toBeUndefined();
    }
  });
});
