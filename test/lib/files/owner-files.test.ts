import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clockOf } from '#lib/clock.ts';
import type { FileStoreFault } from '#lib/files/file-store-error.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { content, contentOf, listed, newStore, put } from './new-store.ts';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const fault = (code: FileStoreFault['code']) =>
  expect.objectContaining({ fault: expect.objectContaining({ code }) });
/** While the clock stands still, no upload is slow. */
const stopped = clockOf(
  () => 0,
  () => 0,
);
const dayMs = 24 * 60 * 60 * 1000;

describe('a file', () => {
  it.each([0, 1, 65_536, 65_537, 1_048_576, 5_000_000])(
    'of %d bytes is read back unchanged',
    async (bytes) => {
      await using opened = await newStore();
      const { store } = opened;
      const files = store.of('egon');
      const sent = content(bytes);
      const upload = await files.receive({ name: 'a.bin', totalBytes: bytes });
      await upload.begin(0);
      for (let at = 0; at < bytes; at += 70_001) await upload.write(sent.subarray(at, at + 70_001));
      expect(await upload.finish(sha256(sent))).toEqual(sha256(sent));
      expect(sha256(await contentOf(files, 'a.bin'))).toEqual(sha256(sent));
      expect(await listed(files)).toEqual([{ name: 'a.bin', bytes, modifiedMs: expect.any(Number) }]);
    },
  );

  it('is for its owner alone, as are its folders', async () => {
    await using opened = await newStore();
    const { store, folder } = opened;
    await put(store.of('egon'), 'a', 'x');
    expect((await stat(join(folder, 'user-egon', 'files', 'a'))).mode & 0o777).toBe(0o600);
    for (const path of ['user-egon', 'user-egon/files', 'user-egon/partial'])
      expect((await stat(join(folder, path))).mode & 0o777).toBe(0o700);
  });

  it('belongs to one owner', async () => {
    await using opened = await newStore();
    const { store } = opened;
    await put(store.of('egon'), 'a', 'x');
    await expect(store.of('alex').open('a')).rejects.toEqual(fault('missing'));
    expect(await listed(store.of(undefined))).toEqual([]);
  });

  it('is the same under both spellings of its name', async () => {
    await using opened = await newStore();
    const { store } = opened;
    await put(store.of('egon'), 'é'.normalize('NFD'), 'x');
    expect((await contentOf(store.of('egon'), 'é')).toString()).toBe('x');
  });

  it('can be removed, once', async () => {
    await using opened = await newStore();
    const { store } = opened;
    const files = store.of('egon');
    await put(files, 'a', 'x');
    await files.remove('a');
    expect(await listed(files)).toEqual([]);
    await expect(files.remove('a')).rejects.toEqual(fault('missing'));
  });

  it('that is open keeps its content when another takes its name', async () => {
    await using opened = await newStore();
    const { store } = opened;
    const files = store.of('egon');
    await put(files, 'a', 'old');
    const { handle } = await files.open('a');
    await put(files, 'a', 'new one');
    expect(await handle.readFile('utf8')).toBe('old');
    await handle.close();
  });
});

describe('an upload', () => {
  it('replaces the file only when all has arrived, and leaves nothing else', async () => {
    await using opened = await newStore();
    const { store, folder } = opened;
    const files = store.of('egon');
    await put(files, 'a', 'old');
    const upload = await files.receive({ name: 'a', totalBytes: 3, transfer: 't' });
    await upload.begin(0);
    await upload.write(Buffer.from('new'));
    expect((await contentOf(files, 'a')).toString()).toBe('old');
    await upload.finish(sha256(Buffer.from('new')));
    expect((await contentOf(files, 'a')).toString()).toBe('new');
    expect(await readdir(join(folder, 'user-egon', 'partial'))).toEqual([]);
  });

  it('that arrived damaged leaves the old file and nothing else', async () => {
    await using opened = await newStore();
    const { store, folder } = opened;
    const files = store.of('egon');
    await put(files, 'a', 'old');
    const upload = await files.receive({ name: 'a', totalBytes: 3, transfer: 't' });
    await upload.begin(0);
    await upload.write(Buffer.from('nEw'));
    await expect(upload.finish(sha256(Buffer.from('new')))).rejects.toEqual(fault('damaged'));
    expect((await contentOf(files, 'a')).toString()).toBe('old');
    expect(await readdir(join(folder, 'user-egon', 'partial'))).toEqual([]);
  });

  it.each([1_000, 3_000_000])(
    'of %d bytes goes on where the one before broke off, also in another process',
    async (bytes) => {
      await using opened = await newStore();
      const { store, folder } = opened;
      const sent = content(bytes);
      const half = bytes / 2;
      const broken = await store.of('egon').receive({ name: 'a', totalBytes: bytes, transfer: 't' });
      await broken.begin(0);
      await broken.write(sent.subarray(0, half));
      await broken.pause();

      await using again = await newStore({ folder });
      const upload = await again.store.of('egon').receive({ name: 'a', totalBytes: bytes, transfer: 't' });
      expect(upload.partialBytes).toBe(half);
      expect(await upload.partialDigest()).toEqual(sha256(sent.subarray(0, half)));
      await upload.begin(half);
      await upload.write(sent.subarray(half));
      await upload.finish(sha256(sent));
      expect(sha256(await contentOf(again.store.of('egon'), 'a'))).toEqual(sha256(sent));
    },
  );

  it('begins anew when the sender has another file', async () => {
    await using opened = await newStore();
    const { store } = opened;
    const files = store.of('egon');
    const broken = await files.receive({ name: 'a', totalBytes: 10, transfer: 't' });
    await broken.begin(0);
    await broken.write(Buffer.from('01234'));
    await broken.pause();
    const upload = await files.receive({ name: 'a', totalBytes: 10, transfer: 't' });
    await upload.partialDigest();
    await upload.begin(0);
    await upload.write(Buffer.from('abcdefghij'));
    await upload.finish(sha256(Buffer.from('abcdefghij')));
    expect((await contentOf(files, 'a')).toString()).toBe('abcdefghij');
  });

  it('stops hashing the partial file when its signal aborts, and can begin anew', async () => {
    await using opened = await newStore({ quotaBytes: 2 ** 42 });
    const { store, folder } = opened;
    const files = store.of('egon');
    // A hole in the disk: reading it would take an hour.
    const request = { name: 'a', totalBytes: 2 ** 40, transfer: 't' };
    const broken = await files.receive(request);
    await broken.begin(0);
    await broken.write(Buffer.from('01234'));
    await broken.pause();
    const [key = ''] = await readdir(join(folder, 'user-egon', 'partial'));
    await truncate(join(folder, 'user-egon', 'partial', key), 2 ** 40 - 1);
    const upload = await files.receive(request);
    const unwanted = new AbortController();
    const digest = upload.partialDigest(unwanted.signal);
    unwanted.abort(new Error('gone'));
    await expect(digest).rejects.toThrow('gone');
    await upload.begin(0);
    expect(upload.missingBytes).toBe(2 ** 40);
    await upload.discard();
  });

  it.each([
    { transfer: 'other', name: 'a', totalBytes: 10 },
    { transfer: 't', name: 'b', totalBytes: 10 },
    { transfer: 't', name: 'a', totalBytes: 4 },
    { name: 'a', totalBytes: 10 },
  ])('does not continue the partial file of another upload: %j', async (request) => {
    await using opened = await newStore();
    const { store } = opened;
    const files = store.of('egon');
    const broken = await files.receive({ name: 'a', totalBytes: 10, transfer: 't' });
    await broken.begin(0);
    await broken.write(Buffer.from('01234'));
    await broken.pause();
    const upload = await files.receive(request);
    expect(upload.partialBytes).toBe(0);
    await upload.discard();
  });

  it('replaces the file of a faster upload, both complete, also with one transfer id', async () => {
    await using opened = await newStore();
    const { store, folder } = opened;
    const files = store.of('egon');
    const bytes = 300_000;
    const [one, two] = [Buffer.alloc(bytes, 1), Buffer.alloc(bytes, 2)];
    const first = await files.receive({ name: 'a', totalBytes: bytes, transfer: 't' });
    const second = await files.receive({ name: 'a', totalBytes: bytes, transfer: 't' });
    await first.begin(0);
    await second.begin(0);
    for (let at = 0; at < bytes; at += 30_000) {
      await first.write(one.subarray(at, at + 30_000));
      await second.write(two.subarray(at, at + 30_000));
    }
    await second.finish(sha256(two));
    expect((await contentOf(files, 'a')).equals(two)).toBe(true);
    await first.finish(sha256(one));
    expect((await contentOf(files, 'a')).equals(one)).toBe(true);
    expect(await readdir(join(folder, 'user-egon', 'partial'))).toEqual([]);
  });

  it('that is not continued is removed after a day', async () => {
    await using opened = await newStore({ quotaBytes: 100_000 });
    const { store, folder } = opened;
    const files = store.of('egon');
    const broken = await files.receive({ name: 'a', totalBytes: 80_000, transfer: 't' });
    await broken.begin(0);
    await broken.write(content(60_000));
    await broken.pause();
    const [key = ''] = await readdir(join(folder, 'user-egon', 'partial'));
    const path = join(folder, 'user-egon', 'partial', key);

    await files.removeAbandoned();
    expect(existsSync(path)).toBe(true);
    await expect(files.receive({ name: 'b', totalBytes: 50_000 })).rejects.toEqual(fault('quota'));
    const yesterday = (Date.now() - dayMs - 1000) / 1000;
    await utimes(path, yesterday, yesterday);
    await files.removeAbandoned();
    expect(existsSync(path)).toBe(false);
    await put(files, 'b', content(50_000));
  });

  it('is removed at the next start when it could not be continued anyway', async () => {
    await using opened = await newStore();
    const { store, folder } = opened;
    const left = await store.of('egon').receive({ name: 'a', totalBytes: 10 });
    await left.begin(0);
    expect(await readdir(join(folder, 'user-egon', 'partial'))).toHaveLength(1);
    await using _ = await newStore({ folder });
    expect(await readdir(join(folder, 'user-egon', 'partial'))).toEqual([]);
    await left.discard();
  });
});

describe('the quota', () => {
  it('is reserved when an upload begins, and released when it is discarded', async () => {
    await using opened = await newStore({ quotaBytes: 100_000, clock: stopped });
    const { store } = opened;
    const files = store.of('egon');
    const first = await files.receive({ name: 'a', totalBytes: 60_000 });
    const late = await files.receive({ name: 'b', totalBytes: 60_000 });
    await first.begin(0);
    await expect(late.begin(0)).rejects.toEqual(fault('quota'));
    await late.discard();
    await expect(files.receive({ name: 'b', totalBytes: 60_000 })).rejects.toMatchObject({
      fault: { code: 'quota', neededBytes: 60_000, leftBytes: 40_000 },
    });
    await put(store.of('alex'), 'b', content(60_000));
    await first.discard();
    await put(files, 'b', content(60_000));
  });

  it('is not kept from others by uploads that do not begin, or that make no progress', async () => {
    let nowMs = 0;
    const clock = clockOf(
      () => nowMs,
      () => 0,
    );
    await using opened = await newStore({ quotaBytes: 100_000, clock });
    const files = opened.store.of(undefined);
    const held = await Promise.all(
      Array.from({ length: 40 }, (_, n) => files.receive({ name: `held${n}`, totalBytes: 100_000 })),
    );
    await held[0]?.begin(0);
    await held[0]?.write(content(6_400));
    nowMs += 101;
    await put(files, 'a', content(90_000));
    // What has arrived counts, and the rest must fit when it comes.
    await expect(put(files, 'b', content(4_000))).rejects.toEqual(fault('quota'));
    await expect(held[0]?.write(content(1))).rejects.toEqual(fault('quota'));
    for (const upload of held) await upload.discard();
    await put(files, 'b', content(10_000));
  });

  it('is kept by an upload that makes progress', async () => {
    let nowMs = 0;
    const clock = clockOf(
      () => nowMs,
      () => 0,
    );
    await using opened = await newStore({ quotaBytes: 100_000, clock });
    const files = opened.store.of('egon');
    const running = await files.receive({ name: 'a', totalBytes: 100_000 });
    await running.begin(0);
    await running.write(content(64_000));
    nowMs += 1_000;
    await expect(put(files, 'b', content(40_000))).rejects.toEqual(fault('quota'));
    await running.write(content(36_000));
    await running.finish();
  });

  it('of all owners together limits them, too, also after a restart', async () => {
    const limits = { quotaBytes: 100_000, totalBytes: 150_000 };
    await using opened = await newStore(limits);
    const { store, folder } = opened;
    await put(store.of('egon'), 'a', content(90_000));
    await expect(put(store.of('alex'), 'a', content(90_000))).rejects.toEqual(fault('quota_of_all'));
    await put(store.of('alex'), 'a', content(60_000));
    await expect(put(store.of(undefined), 'a', '')).rejects.toEqual(fault('quota_of_all'));
    await using again = await newStore({ ...limits, folder });
    await expect(put(again.store.of(undefined), 'a', '')).rejects.toEqual(fault('quota_of_all'));
    await again.store.of('egon').remove('a');
    await put(again.store.of(undefined), 'a', content(90_000));
  });

  it('of all owners lets exactly as many parallel uploads of many owners in as fit', async () => {
    await using opened = await newStore({ quotaBytes: 100_000, totalBytes: 100_000 });
    const { store } = opened;
    const owners = Array.from({ length: 25 }, (_, n) => store.of(`user${n}`));
    await Promise.allSettled(owners.map((files) => put(files, 'f', content(10_000))));
    const stored = await Promise.all(owners.map(listed));
    expect(stored.flat()).toHaveLength(10);
  });

  it('lets exactly as many parallel uploads in as fit', async () => {
    await using opened = await newStore({ quotaBytes: 100_000 });
    const { store } = opened;
    const files = store.of('egon');
    const tries = Array.from({ length: 50 }, (_, n) => put(files, `f${n}`, content(10_000)));
    const outcomes = await Promise.allSettled(tries);
    const stored = await listed(files);
    expect(stored.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(100_000);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(stored.length);
  });

  it('counts the difference when a file is replaced', async () => {
    await using opened = await newStore({ quotaBytes: 100_000 });
    const { store } = opened;
    const files = store.of('egon');
    await put(files, 'a', content(90_000));
    await put(files, 'a', content(100_000));
    await expect(put(files, 'a', content(100_001))).rejects.toEqual(fault('quota'));
    await put(files, 'a', content(50_000));
    await put(files, 'b', content(50_000));
    await expect(put(files, 'c', '')).rejects.toEqual(fault('quota'));
  });

  it('does not use the room that a running replacement will free', async () => {
    await using opened = await newStore({ quotaBytes: 100_000, clock: stopped });
    const { store } = opened;
    const files = store.of('egon');
    await put(files, 'a', content(100_000));
    const smaller = await files.receive({ name: 'a', totalBytes: 10_000 });
    await smaller.begin(0);
    await expect(files.receive({ name: 'b', totalBytes: 50_000 })).rejects.toEqual(fault('quota'));
    await smaller.discard();
  });

  it('counts a partial upload, and counts it once when it continues', async () => {
    await using opened = await newStore({ quotaBytes: 100_000 });
    const { store, folder } = opened;
    const request = { name: 'a', totalBytes: 100_000, transfer: 't' };
    const broken = await store.of('egon').receive(request);
    await broken.begin(0);
    await broken.write(content(90_000));
    await broken.pause();
    for (const { store: any } of [{ store }, await newStore({ folder, quotaBytes: 100_000 })]) {
      const files = any.of('egon');
      await expect(files.receive({ name: 'b', totalBytes: 20_000 })).rejects.toEqual(fault('quota'));
      const upload = await files.receive(request);
      expect(upload.partialBytes).toBe(90_000);
      await upload.pause();
    }
  });

  it('counts a file of a few bytes as a block of the disk', async () => {
    await using opened = await newStore({ quotaBytes: 10 * 4096 });
    const { store } = opened;
    const files = store.of('egon');
    for (let n = 0; n < 10; n++) await put(files, `f${n}`, '');
    await expect(put(files, 'one-more', '')).rejects.toEqual(fault('quota'));
    await files.remove('f3');
    await put(files, 'one-more', '');
  });

  it('limits the number of files, too: begun uploads count, replacements do not', async () => {
    await using opened = await newStore({ filesMax: 3, clock: stopped });
    const { store, folder } = opened;
    const files = store.of('egon');
    await put(files, 'a', 'x');
    await put(files, 'b', 'x');
    const third = await files.receive({ name: 'c', totalBytes: 1 });
    await third.begin(0);
    await expect(files.receive({ name: 'd', totalBytes: 1 })).rejects.toMatchObject({
      fault: { code: 'too_many_files', filesMax: 3 },
    });
    await put(files, 'a', 'new');
    await put(store.of('alex'), 'd', 'x');
    await third.discard();
    await put(files, 'd', 'x');
    await expect(put(files, 'e', 'x')).rejects.toEqual(fault('too_many_files'));
    await files.remove('b');
    await put(files, 'e', 'x');
    await rm(join(folder, 'user-egon', 'files', 'a'));
    await put(files, 'f', 'x');
    expect((await listed(files)).map(({ name }) => name)).toEqual(['d', 'e', 'f']);
  });

  it('is measured again before it refuses', async () => {
    await using opened = await newStore({ quotaBytes: 100_000 });
    const { store, folder } = opened;
    const files = store.of('egon');
    await put(files, 'a', content(90_000));
    await rm(join(folder, 'user-egon', 'files', 'a'));
    await put(files, 'b', content(90_000));
  });
});

describe('something planted in the folder', () => {
  it.each(['victim', 'missing', '/etc/passwd', '.'])(
    'a link to %s is not read, not listed, not removed, not written through',
    async (target) => {
      await using opened = await newStore();
      const { store, folder } = opened;
      const files = store.of('egon');
      await put(files, 'real', 'x');
      const planted = join(folder, 'user-egon', 'files', 'link');
      await writeFile(join(folder, 'victim'), 'safe');
      await symlink(target === 'victim' ? '../../victim' : target, planted);
      await expect(files.open('link')).rejects.toEqual(fault('not_a_file'));
      await expect(files.remove('link')).rejects.toEqual(fault('missing'));
      expect((await listed(files)).map(({ name }) => name)).toEqual(['real']);
      await put(files, 'link', 'new');
      expect((await lstat(planted)).isFile()).toBe(true);
      expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('safe');
      expect((await contentOf(files, 'link')).toString()).toBe('new');
    },
  );

  it('a link in the place of a partial upload is not written through', async () => {
    await using opened = await newStore();
    const { store, folder } = opened;
    const files = store.of('egon');
    const request = { name: 'a', totalBytes: 10, transfer: 't' };
    const broken = await files.receive(request);
    await broken.begin(0);
    await broken.write(Buffer.from('01234'));
    await broken.pause();
    const [key = ''] = await readdir(join(folder, 'user-egon', 'partial'));
    const path = join(folder, 'user-egon', 'partial', key);
    await writeFile(join(folder, 'victim'), 'safe');
    await rm(path);
    await symlink('../../victim', path);
    const upload = await files.receive(request);
    expect(upload.partialBytes).toBe(0);
    await upload.begin(0);
    await upload.write(Buffer.from('0123456789'));
    await upload.finish();
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('safe');
  });

  it.each(['user-egon', 'user-egon/files', 'user-egon/partial'])(
    'a link in the place of the folder %s is refused',
    async (link) => {
      await using opened = await newStore();
      const { store, folder } = opened;
      using temporary = new TemporaryFolder();
      const outside = temporary.path;
      if (link !== 'user-egon') await mkdir(join(folder, 'user-egon'));
      await symlink(outside, join(folder, link));
      await writeFile(join(outside, 'secret'), 'x');
      await mkdir(join(outside, 'files'));
      await writeFile(join(outside, 'files', 'secret'), 'x');
      await expect(put(store.of('egon'), 'a', 'x')).rejects.toEqual(fault('disk'));
      await expect(store.of('egon').open('secret')).rejects.toEqual(fault('disk'));
      await expect(store.of('egon').remove('secret')).rejects.toEqual(fault('disk'));
      await expect(listed(store.of('egon'))).rejects.toEqual(fault('disk'));
      await expect(store.of('egon').removeAbandoned()).rejects.toEqual(fault('disk'));
      expect((await readdir(outside, { recursive: true })).sort()).toEqual([
        'files',
        'files/secret',
        'secret',
      ]);
    },
  );

  it('a folder is no file, and stays', async () => {
    await using opened = await newStore();
    const { store, folder } = opened;
    const files = store.of('egon');
    await put(files, 'real', 'x');
    await mkdir(join(folder, 'user-egon', 'files', 'folder', 'inside'), { recursive: true });
    await expect(files.open('folder')).rejects.toEqual(fault('not_a_file'));
    await expect(put(files, 'folder', 'x')).rejects.toEqual(fault('not_a_file'));
    expect((await listed(files)).map(({ name }) => name)).toEqual(['real']);
    expect(await readdir(join(folder, 'user-egon', 'partial'))).toEqual([]);
  });
});
