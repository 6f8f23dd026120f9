import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer, TLSSocket, connect as tlsConnect } from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import type { Handler } from '#lib/net/connection.ts';
import type { Link } from '#lib/net/link.ts';
import { Lifetime, undoing } from '#test/kit/lifetime.ts';
import { frameOf } from '#test/kit/net/frames.ts';
import { mebibyte } from '#test/kit/net/memory.ts';
import { challengeBytes, hello, hmac, RawPeer } from '#test/kit/net/raw-peer.ts';
import { connectRaw, openRawServer } from '#test/kit/net/sockets.ts';
import { openTestServer, type TestServerOptions, testKey } from '#test/kit/net/test-server.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { patienceMs, waiting } from '#test/kit/waiting.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const whereOpenssl = hasOpenssl ? '' : ' (skipped: there is no openssl)';

const quick: Handler = ({ header }, connection) => connection.send({ n: header['n'] });
const big: Handler = (_, connection) => connection.send({ status: 'ok' }, Buffer.alloc(4 * mebibyte, 'b'));

/** A server that treats every client as one of another machine. */
const openEncrypted = ({ listener, ...options }: TestServerOptions = {}) =>
  openTestServer({ handlers: { quick, big }, ...options, listener: { encryptsLoopback: true, ...listener } });

const encrypted = { encryptsLoopback: true, timeoutMs: patienceMs };

describe('a client and a server with the same key', () => {
  it('send frames both ways, to the last byte', async () => {
    await using server = await openEncrypted();
    const client = await server.connect(encrypted);
    for (let n = 0; n < 3; n++) {
      await client.send({ cmd: 'quick', n });
      expect((await client.receive())?.header).toEqual({ n });
    }
    await client.send({ cmd: 'big' });
    let bytes = 0;
    for await (const chunk of (await client.receive())?.body ?? []) bytes += chunk.length;
    expect(bytes).toBe(4 * mebibyte);
    await client.close();
    await vi.waitFor(() => expect(server.ends).toEqual(['closed']), waiting);
  });

  it('send no readable byte', async () => {
    await using server = await openEncrypted();
    await using lifetime = new Lifetime();
    let seen = Buffer.alloc(0);
    using tap = await openRawServer(async (socket) => {
      const onward = lifetime.use(await connectRaw(server.address));
      for (const [from, to] of [
        [socket, onward],
        [onward, socket],
      ] as const)
        from.on('data', (chunk) => {
          seen = Buffer.concat([seen, chunk]);
          to.write(chunk);
        });
    });
    const client = await server.connect({ ...encrypted, address: tap.address });
    await client.send({ cmd: 'quick', n: 'a secret text' });
    expect((await client.receive())?.header).toEqual({ n: 'a secret text' });
    expect(seen.length).toBeGreaterThan(500);
    for (const text of ['a secret text', '"cmd"', testKey.toString()])
      expect(seen.includes(text)).toBe(false);
  });

  it('receive the answer after they have ended their side', async () => {
    await using server = await openEncrypted();
    const client = await server.connect(encrypted);
    void client.send({ cmd: 'big' });
    const closing = client.close();
    // The answer was read and dropped: nothing was cut off.
    await closing;
    await vi.waitFor(() => expect(server.ends).toEqual(['closed']), waiting);
    expect(server.served.map(({ error }) => error)).toEqual([undefined]);
  });
});

describe('a server refuses', () => {
  it('another key: the client reports it, the server counts it', async () => {
    await using server = await openEncrypted({ limits: { wrongProofs: 3 } });
    for (const key of [Buffer.alloc(32, 8), Buffer.alloc(16, 7), Buffer.alloc(256, 7)])
      await expect(server.connect({ ...encrypted, key })).rejects.toMatchObject({ failure: 'wrong_key' });
    expect(server.refused).toEqual(['wrong proof', 'wrong proof', 'wrong proof']);
    // Beyond the limit every proof of the address is slow, and the right one is taken.
    const startedMs = performance.now();
    await server.connect(encrypted);
    expect(performance.now() - startedMs).toBeGreaterThan(990);
  });

  it('a client without TLS, at a port that wants it', async () => {
    await using server = await openEncrypted({ listener: { proofTimeoutMs: 200 } });
    const peers = await Promise.all([1, 2, 3].map(() => server.openPeer()));
    peers[0]?.write(hmac(testKey, Buffer.alloc(32)));
    peers[1]?.write(hello(), frameOf({ cmd: 'quick' }));
    for (const peer of peers) await peer.untilEnd();
    // No challenge, no answer: an alert of TLS at most.
    for (const peer of peers) expect(peer.received.length).toBeLessThan(challengeBytes);
    await expect(server.connect({ timeoutMs: 300 })).rejects.toMatchObject({ failure: 'closed_at_once' });
    expect(server.served).toEqual([]);
  });

  it('a client with TLS, at a port without', async () => {
    await using server = await openTestServer();
    await expect(server.connect(encrypted)).rejects.toMatchObject({ failure: 'foreign_server' });
  });

  it.each(['GET / HTTP/1.1\r\nHost: x\r\n\r\n', '\x16\x03\x01\x00\x00', '\0'.repeat(100)])(
    'garbage: %j',
    async (garbage) => {
      await using server = await openEncrypted({ listener: { proofTimeoutMs: 200 } });
      const peer = (await server.openPeer()).write(garbage);
      await peer.untilEnd();
      await vi.waitFor(() => expect(server.limiter.connections).toBe(0), waiting);
      expect(server.refused).toHaveLength(1);
    },
  );

  it('a silent client and one that leaves, and counts no wrong proof', async () => {
    await using server = await openEncrypted({
      limits: { wrongProofs: 1 },
      listener: { proofTimeoutMs: 200 },
    });
    const [silent, early, gone] = await Promise.all([1, 2, 3].map(() => server.openPeer()));
    await vi.waitFor(() => expect(server.limiter.connections).toBe(3), waiting);
    early?.stream.end();
    gone?.reset();
    await silent?.untilEnd();
    await vi.waitFor(() => expect(server.refused).toEqual(['no proof', 'no proof', 'no proof']), waiting);
    await server.connect(encrypted);
  });

  it('TLS 1.2: a stolen key would decrypt its recorded connections', async () => {
    await using server = await openEncrypted({ listener: { proofTimeoutMs: 500 } });
    const socket = tlsConnect({
      ...server.address,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: 'PSK',
      checkServerIdentity: () => undefined,
      pskCallback: () => ({ psk: testKey, identity: 'console-app' }),
    });
    using _ = undoing(() => socket.destroy());
    const outcome = await new Promise((resolve) =>
      socket
        .once('secureConnect', () => resolve('connected'))
        .once('error', ({ code }: NodeJS.ErrnoException) => resolve(code)),
    );
    expect(outcome).toMatch(/^ERR_SSL/);
  });

  it('a client that uses the key for TLS and does not prove it afterwards', async () => {
    await using server = await openEncrypted();
    const { connectTls } = await import('#lib/net/tls-link.ts');
    using socket = await connectRaw(server.address);
    using peer = new RawPeer(connectTls(socket, testKey));
    await peer.untilBytes(challengeBytes);
    peer.write(Buffer.alloc(32), hello());
    await peer.untilEnd();
    expect(peer.received).toHaveLength(challengeBytes);
  });
});

describe('a server of another program', () => {
  it.skipIf(!hasOpenssl)(`with a certificate gets nothing${whereOpenssl}`, async () => {
    using folder = new TemporaryFolder();
    const [keyFile, certFile] = [folder.file('key.pem'), folder.file('cert.pem')];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '1'];
    execFileSync('openssl', [...made, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' });
    const heard: Buffer[] = [];
    const server = createTlsServer(
      { key: readFileSync(keyFile), cert: readFileSync(certFile), ciphers: 'TLS_AES_128_GCM_SHA256' },
      (socket) => {
        socket.on('error', () => {}).on('data', (chunk) => heard.push(chunk));
        socket.write(Buffer.alloc(challengeBytes));
      },
    );
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    using _ = undoing(() => server.close());
    const address = { host: '127.0.0.1', port: (server.address() as { port: number }).port };
    await using real = await openEncrypted();
    await expect(real.connect({ ...encrypted, address })).rejects.toMatchObject({
      failure: 'foreign_server',
    });
    // Even with a certificate that the machine trusts.
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue();
    using __ = undoing(() => {
      vi.unstubAllEnvs();
      warned.mockRestore();
    });
    await expect(real.connect({ ...encrypted, address })).rejects.toMatchObject({
      failure: 'foreign_server',
    });
    expect(heard).toEqual([]);
  });

  it.each<[string, (write: (text: string) => void) => void, string]>([
    ['says HTTP', (write) => write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'foreign_server'],
    ['says nothing', () => {}, 'no_answer'],
  ])('that %s is told apart', async (_, speak, failure) => {
    await using server = await openEncrypted();
    using other = await openRawServer((socket) => speak((text) => socket.write(text)));
    await expect(
      server.connect({ ...encrypted, address: other.address, timeoutMs: 300 }),
    ).rejects.toMatchObject({
      failure,
    });
  });

  it('that closes before it sends a byte is reported as a refusal', async () => {
    await using server = await openEncrypted();
    using other = await openRawServer((socket) => socket.destroy());
    await expect(server.connect({ ...encrypted, address: other.address })).rejects.toMatchObject({
      failure: 'closed_at_once',
    });
  });
});

describe.skipIf(!hasOpenssl)(`openssl${whereOpenssl}`, () => {
  /** `openssl s_client` as a byte stream. */
  function openssl(port: number, key: Buffer): RawPeer {
    const psk = ['-psk', key.toString('hex'), '-psk_identity', 'console-app', '-tls1_3'];
    const ciphers = ['-ciphersuites', 'TLS_AES_128_GCM_SHA256'];
    const child = spawn(
      'openssl',
      ['s_client', '-quiet', '-connect', `127.0.0.1:${port}`, ...psk, ...ciphers],
      {
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    );
    child.stdin.on('error', () => {});
    const peer = new RawPeer(child.stdout as never);
    return Object.assign(peer, {
      [Symbol.dispose]: () => void child.kill('SIGKILL'),
      write(...pieces: (Uint8Array | string)[]) {
        for (const piece of pieces) child.stdin.write(piece);
        return peer;
      },
    });
  }

  it('with the key is served', async () => {
    await using server = await openEncrypted();
    using peer = openssl(server.address.port, testKey);
    const challenge = await peer.untilBytes(challengeBytes);
    peer.write(hmac(testKey, challenge), hello(), frameOf({ cmd: 'quick', n: 42 }));
    const answers = await peer.untilFrames(2, challengeBytes);
    expect(answers[1]?.header).toEqual({ n: 42 });
  });

  it('with another is not', async () => {
    await using server = await openEncrypted();
    using peer = openssl(server.address.port, Buffer.alloc(32, 1));
    await peer.untilEnd();
    expect(peer.received).toHaveLength(0);
    expect(server.refused).toEqual(['wrong proof']);
  });
});

it('a link reports whether it is encrypted', async () => {
  const links: unknown[] = [];
  const serve = async ({ stream, isEncrypted }: Link) =>
    void links.push(stream instanceof TLSSocket, isEncrypted);
  await using server = await openEncrypted({ listener: { serve } });
  await using plain = await openTestServer({ listener: { serve } });
  await expect(server.connect(encrypted)).rejects.toThrow();
  await expect(plain.connect()).rejects.toThrow();
  expect(links).toEqual([true, true, false, false]);
});
