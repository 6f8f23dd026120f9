import { execFile, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bodyWaitMs } from '#core/files/receive.ts';
import { answerOf, ask } from '#core/net/client/ask.ts';
import { clockOf } from '#lib/clock.ts';
import { readBody } from '#lib/net/body.ts';
import { connect } from '#lib/net/connect.ts';
import type { Connection, Header } from '#lib/net/connection.ts';
import { FrameConnection } from '#lib/net/frame-connection.ts';
import { encodeHeader } from '#lib/net/frame-encoder.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { heldBytes, mebibyte } from '#test/kit/net/memory.ts';
import { peerOf } from '#test/kit/root.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { content } from '#test/lib/files/new-store.ts';
import { type FilesServer, type FilesServerOptions, serveFiles } from './serve-files.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const wherePython = hasPython ? '' : ' (skipped: there is no python3)';
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array): string => sha256(bytes).toString('hex');
const refusal = (code: string) => expect.objectContaining({ code });
const key = randomBytes(32);

type Served = FilesServer & Lifetime & { readonly folder: string };

async function served(options: Partial<Omit<FilesServerOptions, 'folder' | 'clock'>> = {}): Promise<Served> {
  const lifetime = new Lifetime();
  const folder = lifetime.use(new TemporaryFolder()).path;
  const server = await serveFiles({ folder, clock: clockOf(Date.now, () => performance.now()), ...options });
  lifetime.defer(() => server.close());
  return Object.assign(lifetime, { ...server, folder });
}

/** A client, which ends with the server. */
async function connected(server: Served, key?: Buffer): Promise<Connection> {
  const { address } = server;
  const signal = new AbortController().signal;
  const connection = await connect({ address, key, timeoutMs: patienceMs, signal });
  server.defer(() => connection.close());
  return connection;
}

const offer = (filename: string, bytes: Uint8Array, transfer = 't'): Header => ({
  cmd: 'put',
  filename,
  total: bytes.length,
  transfer,
});
const bodyOf = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, sha256(bytes)]);

async function put(connection: Connection, name: string, bytes: Uint8Array): Promise<Header> {
  await ask(connection, offer(name, bytes));
  return (await ask(connection, { cmd: 'put-body', offset: 0 }, bodyOf(bytes))).header;
}

async function get(connection: Connection, name: string, rest: Header = {}) {
  const answer = await ask(connection, { cmd: 'get', filename: name, ...rest });
  const body = await readBody(answer, 2 ** 30);
  return { header: answer.header, bytes: body.subarray(0, -32), digest: body.subarray(-32) };
}

async function* chunksThenBreak(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  // Everything must be sent before the end.
  await new Promise((later) => setTimeout(later, 50));
  throw new Error('broken');
}

/** One for each frame of the list. */
async function listOf(connection: Connection): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  await connection.send({ cmd: 'ls' });
  for (;;) {
    const answer = await answerOf(connection);
    const page = JSON.parse(String(await readBody(answer, 2 ** 20))) as { name: string }[];
    expect(answer.header['count']).toBe(page.length);
    pages.push(page.map(({ name }) => name));
    if (answer.header['more'] !== true) return pages;
  }
}

const namesOf = async (connection: Connection): Promise<readonly string[]> =>
  (await listOf(connection)).flat().sort();

describe('files over frames', () => {
  it.each([0, 1, 100_000, 3_000_000])('%d bytes are read back unchanged', async (size) => {
    await using server = await served();
    const connection = await connected(server);
    const sent = content(size);
    expect(await put(connection, '报告.bin', sent)).toEqual({
      status: 'ok',
      filename: '报告.bin',
      bytes: size,
      offset: 0,
      sha256: hex(sent),
    });
    const { header, bytes, digest } = await get(connection, '报告.bin');
    expect(header).toMatchObject({ status: 'ok', filename: '报告.bin', total: size, offset: 0 });
    expect(hex(bytes)).toBe(hex(sent));
    expect(digest).toEqual(sha256(sent));
    expect(await namesOf(connection)).toEqual(['报告.bin']);
    await ask(connection, { cmd: 'rm', filename: '报告.bin' });
    expect(await namesOf(connection)).toEqual([]);
  });

  it('lists more files than a header can name', async () => {
    await using server = await served();
    const connection = await connected(server);
    await put(connection, 'a', Buffer.from('x'));
    const names = Array.from({ length: 300 }, (_, n) => `${'文'.repeat(70)}${n}`);
    for (const name of names) await writeFile(join(server.folder, 'shared', 'files', name), '');
    expect(await namesOf(connection)).toEqual(['a', ...names].sort());
  });

  it('sends a long list in small parts, and holds one of them for a client that does not read', async () => {
    await using server = await served();
    const connection = await connected(server);
    await put(connection, 'a', Buffer.from('x'));
    // More than the system keeps for a connection.
    const isThere = 12_000;
    const files = join(server.folder, 'shared', 'files');
    for (let n = 0; n < isThere; n++) writeFileSync(join(files, `${'n'.repeat(240)}-${n}`), '');
    const before = heldBytes();
    const hello = { cmd: 'hello', protocol: 1, nonce: '0'.repeat(64) };
    for (let n = 0; n < 4; n++) {
      const slow = connectSocket(server.address.port, server.address.host).pause();
      server.defer(() => slow.destroy());
      slow.write(Buffer.concat([encodeHeader(hello), encodeHeader({ cmd: 'ls' })]));
    }
    const lengths = (await listOf(connection)).map(({ length }) => length);
    expect(lengths.reduce((sum, length) => sum + length)).toBe(1 + isThere);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(100);
    expect(heldBytes() - before).toBeLessThan(10 * mebibyte);
  });

  it('refuses one file more than the limit', async () => {
    await using server = await served();
    const files = join(server.folder, 'shared', 'files');
    await mkdir(files, { recursive: true });
    for (let n = 1; n < 10_000; n++) writeFileSync(join(files, String(n)), '');
    const connection = await connected(server);
    await put(connection, 'a', Buffer.from('x'));
    await expect(ask(connection, offer('b', Buffer.from('x')))).rejects.toEqual(refusal('too_many_files'));
    expect(await put(connection, 'a', Buffer.from('new'))).toMatchObject({ status: 'ok' });
  });

  it('refuses a file over the quota before its body is sent, and goes on', async () => {
    await using server = await served({ quotaBytes: 10_000 });
    const connection = await connected(server);
    await expect(ask(connection, offer('a', content(10_001)))).rejects.toEqual(refusal('quota_exceeded'));
    expect(await put(connection, 'a', content(10_000))).toMatchObject({ status: 'ok' });
  });

  it.each([
    [{ cmd: 'put', filename: '../x', total: 1, transfer: 't' }, 'bad_file_name'],
    [{ cmd: 'put', filename: 'a', total: -1, transfer: 't' }, 'bad_request'],
    [{ cmd: 'put', filename: 'a', total: 1.5, transfer: 't' }, 'bad_request'],
    [{ cmd: 'put', filename: 'a', total: 2 ** 60, transfer: 't' }, 'bad_request'],
    [{ cmd: 'put', filename: 'a', total: '1', transfer: 't' }, 'bad_request'],
    [{ cmd: 'put', filename: 'a', total: 1 }, 'bad_request'],
    [{ cmd: 'put', filename: ['a'], total: 1, transfer: 't' }, 'bad_request'],
    [{ cmd: 'put' }, 'bad_request'],
    [{ cmd: 'put-body', offset: 0 }, 'unknown_service'],
    [{ cmd: 'get' }, 'bad_request'],
    [{ cmd: 'get', filename: 'missing' }, 'unknown_file'],
    [{ cmd: 'get', filename: '/etc/passwd' }, 'bad_file_name'],
    [{ cmd: 'get', filename: 'there', offset: -1, sha256: '' }, 'bad_request'],
    [{ cmd: 'rm', filename: 'missing' }, 'unknown_file'],
    [{ cmd: 'rm', filename: 7 }, 'bad_request'],
  ])('refuses %j: %s, and goes on', async (header, code) => {
    await using server = await served();
    const connection = await connected(server);
    await put(connection, 'there', Buffer.from('x'));
    await expect(ask(connection, header)).rejects.toEqual(refusal(code));
    expect(await namesOf(connection)).toEqual(['there']);
  });

  it.each([
    ['shorter than promised', { cmd: 'put-body', offset: 0 }, bodyOf(Buffer.from('short')), 'bad_request'],
    ['longer than promised', { cmd: 'put-body', offset: 0 }, bodyOf(Buffer.alloc(100)), 'bad_request'],
    ['from somewhere else', { cmd: 'put-body', offset: 3 }, bodyOf(Buffer.from('3456789')), 'bad_request'],
    ['another request', { cmd: 'ls' }, undefined, 'bad_request'],
    ['damaged', { cmd: 'put-body', offset: 0 }, Buffer.alloc(42), 'damaged_transfer'],
  ])('keeps the old file when the body is %s, and goes on', async (_, header, body, code) => {
    await using server = await served();
    const connection = await connected(server);
    await put(connection, 'a', Buffer.from('old'));
    await ask(connection, offer('a', Buffer.alloc(10)));
    await expect(ask(connection, header, body)).rejects.toEqual(refusal(code));
    expect(String((await get(connection, 'a')).bytes)).toBe('old');
    expect(await readdir(join(server.folder, 'shared', 'partial'))).toEqual([]);
  });

  it('answers in order when requests are sent ahead', async () => {
    await using server = await served();
    const connection = await connected(server);
    const sent = Array.from({ length: 20 }, (_, n) => content(n * 1000));
    for (const [n, bytes] of sent.entries()) {
      void connection.send(offer(`f${n}`, bytes));
      void connection.send({ cmd: 'put-body', offset: 0 }, bodyOf(bytes));
    }
    for (const bytes of sent) {
      expect((await answerOf(connection)).header).toMatchObject({ status: 'ok', offset: 0 });
      expect((await answerOf(connection)).header).toMatchObject({ status: 'ok', sha256: hex(bytes) });
    }
  });
});

describe('a transfer that broke off', () => {
  const sent = content(2_000_000);

  /** Offers the file, sends a part of it, and disconnects. @returns how much the server has then. */
  async function breakOff(server: Served, bytes: number): Promise<number> {
    const connection = await connected(server);
    await ask(connection, offer('a', sent));
    const body = { bytes: sent.length + 32, chunks: chunksThenBreak(sent.subarray(0, bytes)) };
    await expect(connection.stream({ cmd: 'put-body', offset: 0 }, body)).rejects.toThrow('broken');
    // The server has not noticed the end yet.
    for (;;) {
      const again = await connected(server);
      const { header } = await ask(again, offer('a', sent));
      await again.close();
      const offset = Number(header['offset']);
      if (offset === bytes) return offset;
      await new Promise(setImmediate);
    }
  }

  it('is continued as an upload if both ends have the same part', async () => {
    await using server = await served();
    const offset = await breakOff(server, 700_000);
    const connection = await connected(server);
    const { header } = await ask(connection, offer('a', sent));
    expect(header).toEqual({ status: 'ok', offset, sha256: hex(sent.subarray(0, offset)) });
    const rest = Buffer.concat([sent.subarray(offset), sha256(sent)]);
    const { header: answer } = await ask(connection, { cmd: 'put-body', offset }, rest);
    expect(answer).toMatchObject({ status: 'ok', offset, sha256: hex(sent) });
    expect(hex((await get(connection, 'a')).bytes)).toBe(hex(sent));
  });

  it('begins anew as an upload when the client asks for it', async () => {
    await using server = await served();
    await breakOff(server, 700_000);
    const connection = await connected(server);
    expect(await put(connection, 'a', sent)).toMatchObject({ offset: 0, sha256: hex(sent) });
    expect(hex((await get(connection, 'a')).bytes)).toBe(hex(sent));
  });

  it('is continued as a download if both ends have the same part', async () => {
    await using server = await served();
    const connection = await connected(server);
    await put(connection, 'a', sent);
    const rest = { offset: 700_000, sha256: hex(sent.subarray(0, 700_000)) };
    const { header, bytes, digest } = await get(connection, 'a', rest);
    expect(header).toMatchObject({ total: sent.length, offset: 700_000 });
    expect(hex(bytes)).toBe(hex(sent.subarray(700_000)));
    expect(digest).toEqual(sha256(sent));
  });

  it.each([
    { offset: 700_000, sha256: hex(content(10)) },
    { offset: 700_000 },
    { offset: 2_000_001, sha256: hex(sent) },
  ])('downwards begins anew otherwise: %j', async (rest) => {
    await using server = await served();
    const connection = await connected(server);
    await put(connection, 'a', sent);
    const { header, bytes } = await get(connection, 'a', rest);
    expect(header).toMatchObject({ total: sent.length, offset: 0 });
    expect(hex(bytes)).toBe(hex(sent));
  });

  it('does not damage the next download: a block is reused only when it has been sent', async () => {
    await using server = await served();
    const connections = await Promise.all(Array.from({ length: 8 }, () => connected(server)));
    const files = connections.map((_, n) => content(3_000_000 + n * 12_345));
    await Promise.all(
      connections.map((connection, n) => put(connection, `f${n}`, files[n] ?? Buffer.alloc(0))),
    );
    const got = await Promise.all(connections.map((connection, n) => get(connection, `f${n}`)));
    expect(got.map(({ bytes }) => hex(bytes))).toEqual(files.map(hex));
  });
});

describe('hashing a partial file', () => {
  // A hole in the disk: reading it would take an hour.
  const bytes = 2 ** 40;
  const get = { cmd: 'get', filename: 'large', offset: bytes, sha256: '00' };
  const put = { cmd: 'put', filename: 'new', total: bytes + 1, transfer: 't' };

  /** A server with a large file, and a large upload that broke off. */
  async function servedLarge(): Promise<Served> {
    const server = await served({ quotaBytes: 2 ** 42 });
    const client = await connected(server);
    await ask(client, { cmd: 'put', filename: 'large', filesize: 1 }, Buffer.from('x'));
    await ask(client, put);
    const rest = { bytes: bytes + 33, chunks: chunksThenBreak(Buffer.from('x')) };
    await expect(client.stream({ cmd: 'put-body', offset: 0 }, rest)).rejects.toThrow('broken');
    const shared = join(server.folder, 'shared');
    await expect.poll(() => server.lines.filter(isDisconnected)).toHaveLength(1);
    const [partial = ''] = await readdir(join(shared, 'partial'));
    await truncate(join(shared, 'partial', partial), bytes);
    await truncate(join(shared, 'files', 'large'), bytes);
    return server;
  }

  const isDisconnected = (line: string): boolean => line.includes('(disconnected)');
  const isBug = (line: string): boolean => line.includes('(bug)');

  const more = Array.from({ length: 7 }, () => get);

  /** @returns the answers of as many clients, once the server hashes. */
  async function asked(server: Served, requests: readonly Header[]) {
    const clients = await Promise.all(requests.map(() => connected(server)));
    const outcomes = Promise.allSettled(clients.map((client, n) => ask(client, requests[n] ?? {})));
    await namesOf(await connected(server));
    return { clients, outcomes };
  }

  it.each([
    ['one client that sends', [put]],
    ['more clients than places', more],
  ])('ends when the clients have gone: %s', async (_, requests) => {
    await using server = await servedLarge();
    const { clients, outcomes } = await asked(server, requests);
    await Promise.all(clients.map((client) => client.close()));
    await outcomes;
    await expect.poll(() => server.lines.filter(isDisconnected)).toHaveLength(1 + clients.length);
    expect(server.lines.filter(isBug)).toEqual([]);
    expect(await readdir(join(server.folder, 'shared', 'partial'))).toHaveLength(1);
  });

  it.each([
    ['one client that sends', [put]],
    ['more clients than places', more],
  ])('ends when the clients have been reset: %s', async (_, requests) => {
    await using server = await servedLarge();
    const { clients, outcomes } = await asked(server, requests);
    for (const client of clients) client.lose('test');
    await outcomes;
    await expect.poll(() => server.lines.filter(isDisconnected)).toHaveLength(1 + clients.length);
  });

  it('ends when the server stops, and nothing is lost', async () => {
    await using server = await servedLarge();
    const { outcomes } = await asked(server, [put, ...more]);
    await server.stop();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'ConnectionLost' } });
    expect(server.lines.filter(isBug)).toEqual([]);
    expect(await readdir(join(server.folder, 'shared', 'partial'))).toHaveLength(1);
  });

  it.each([get, put])(
    'ends with the last byte of the peer, which still gets its answer: %j',
    async (request) => {
      await using server = await servedLarge();
      const { address } = server;
      const socket = connectSocket(address.port, address.host);
      const connection = new FrameConnection({ id: 'half', stream: socket, peer: address });
      server.defer(() => connection.lose('done'));
      const hello = { cmd: 'hello', protocol: 1, nonce: '0'.repeat(64) };
      socket.end(Buffer.concat([encodeHeader(hello), encodeHeader(request)]));
      await answerOf(connection);
      expect((await answerOf(connection)).header).toMatchObject({ status: 'ok', offset: 0 });
    },
  );
});

describe('the room for an offered file', () => {
  it('is not taken before the file follows: 40 held offers keep no one from it', async () => {
    await using server = await served({ quotaBytes: 10_000 });
    const idle = await connected(server);
    await ask(idle, offer('a', content(10_000)));
    for (let n = 1; n < 40; n++) await ask(await connected(server), offer(`${n}`, content(10_000)));
    expect(await put(await connected(server), 'b', content(10_000))).toMatchObject({ status: 'ok' });
    await expect(ask(idle, { cmd: 'put-body', offset: 0 }, bodyOf(content(10_000)))).rejects.toEqual(
      refusal('quota_exceeded'),
    );
  });

  it.each([
    [0, 30_000],
    [1, 30_000.000_05],
    [2 ** 30, 83_687.091_2],
    [2 ** 53 - 1, 2 ** 31 - 1],
  ])(
    'waits longer for a client that has %d bytes to read before, but no longer than a timer can: %d ms',
    (bytes, ms) => {
      expect(bodyWaitMs(bytes)).toBeCloseTo(ms);
    },
  );
});

describe('a peer without a hello', () => {
  const frame = (header: Header, body: Uint8Array): Buffer => Buffer.concat([encodeHeader(header), body]);
  const plain = (filename: string, text: string): Buffer =>
    frame({ cmd: 'put', filename, filesize: Buffer.byteLength(text) }, Buffer.from(text));

  /** Sends bytes, ends, and waits for the end of the other side. @returns the received bytes. */
  function exchange({ address }: Served, bytes: Uint8Array): Promise<Buffer> {
    const socket = connectSocket(address.port, address.host);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.end(bytes);
    return new Promise((resolve, reject) => {
      socket.on('error', reject).on('close', () => resolve(Buffer.concat(chunks)));
    });
  }

  it('stores several files in the shared folder, and gets no answer', async () => {
    await using server = await served();
    const bytes = Buffer.concat([plain('a', 'one'), plain('b', ''), plain('a', 'two')]);
    expect(await exchange(server, bytes)).toHaveLength(0);
    const connection = await connected(server);
    expect(await namesOf(connection)).toEqual(['a', 'b']);
    expect(String((await get(connection, 'a')).bytes)).toBe('two');
  });

  it.each(['../x', '/etc/x', 'a/b', '', 'CON'])(
    'is cut off at the name %j, and nothing is stored',
    async (name) => {
      await using server = await served();
      await exchange(server, Buffer.concat([plain(name, 'x'), plain('b', 'x')])).catch(() => {});
      expect(await namesOf(await connected(server))).toEqual([]);
    },
  );

  it('is cut off when there is no shared folder', async () => {
    await using server = await served({ isShared: false });
    await exchange(server, plain('a', 'x')).catch(() => {});
    expect(await readdir(server.folder)).toEqual([]);
    await expect(ask(await connected(server), { cmd: 'ls' })).rejects.toEqual(refusal('not_signed_in'));
  });

  it('that breaks off leaves the old file and nothing else', async () => {
    await using server = await served();
    await exchange(server, Buffer.concat([plain('a', 'old'), plain('a', 'new').subarray(0, -1)])).catch(
      () => {},
    );
    const connection = await connected(server);
    expect(String((await get(connection, 'a')).bytes)).toBe('old');
    await expect.poll(() => readdir(join(server.folder, 'shared', 'partial'))).toEqual([]);
  });

  it('gets an answer after a hello', async () => {
    await using server = await served();
    const connection = await connected(server);
    const { header } = await ask(connection, { cmd: 'put', filename: 'a', filesize: 3 }, Buffer.from('new'));
    expect(header).toMatchObject({ status: 'ok', sha256: hex(Buffer.from('new')) });
  });

  it.runIf(hasPython).each([
    ['without a key', undefined],
    ['after the proof', key],
  ])(`can be Python, %s, several files in a row${wherePython}`, async (_, key) => {
    const textKey = key && Buffer.from(key.toString('hex'));
    await using server = await served(textKey ? { key: textKey } : {});
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const files = [content(0), content(10), Buffer.from('两行\n文字\n'), content(3_000_000)];
    const paths = files.map((_, n) => join(folder, `文件 ${n}.bin`));
    for (const [n, path] of paths.entries()) await writeFile(path, files[n] ?? '');
    const script = peerOf('files', 'put_client');
    const args = [script, String(server.address.port), textKey ? String(textKey) : '-', ...paths];
    await promisify(execFile)('python3', args);
    const connection = await connected(server, textKey);
    await expect.poll(() => namesOf(connection)).toHaveLength(4);
    for (const [n, file] of files.entries())
      expect(hex((await get(connection, `文件 ${n}.bin`)).bytes)).toBe(hex(file));
  });
});

it('logs user and action, with names made harmless', async () => {
  await using server = await served();
  const connection = await connected(server);
  await put(connection, 'a', Buffer.from('x'));
  expect(server.lines.join('\n')).toMatch(/文件 \(files\) \S+ owner=\* 上传 \(put\) name=a bytes=1 from=0/);
});
