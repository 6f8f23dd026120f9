import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { echoService } from '#core/echo/service.ts';
import type { Address } from '#lib/net/address.ts';
import { readBody } from '#lib/net/body.ts';
import { connectPlain } from '#lib/net/connect.ts';
import { undoing } from '#test/kit/lifetime.ts';
import { mebibyte } from '#test/kit/net/memory.ts';
import { serverKey as key, openTestServices } from '#test/kit/net/open-test-services.ts';
import { challengeBytes, openRawPeer, RawPeer } from '#test/kit/net/raw-peer.ts';
import { peerOf } from '#test/kit/root.ts';
import { patienceMs, waiting } from '#test/kit/waiting.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const wherePython = hasPython ? '' : ' (skipped: there is no python3)';

async function openEcho() {
  const services = await openTestServices({ services: [echoService({ port: 0 })] });
  const own = services.server.addresses.find(({ name }) => name === 'echo')?.address;
  if (own === undefined) throw new Error('the echo has no address');
  return { own, ...services };
}

const openPlain = async (address: Address): Promise<RawPeer> =>
  new RawPeer(await connectPlain({ address, key, timeoutMs: patienceMs }));

/** @returns the output of the peer. */
async function python(script: string, address: Address, ...args: string[]): Promise<unknown> {
  const words = [
    peerOf(script === 'hmac_client.py' ? 'net' : 'echo', script.replace('.py', '')),
    String(address.port),
    key.toString(),
    ...args,
  ];
  const { stdout } = await promisify(execFile)('python3', words);
  return JSON.parse(stdout);
}

describe('in frames', () => {
  it('sends a text back in ASCII capitals', async () => {
    await using opened = await openEcho();
    const connection = await opened.connect();
    for (const [text, capitals] of [
      ['hello', 'HELLO'],
      ['a你b é ß z{`', 'A你B é ß Z{`'],
      ['', ''],
    ] as const) {
      await connection.send({ cmd: 'echo' }, Buffer.from(text));
      const answer = await connection.receive();
      expect(answer?.header).toMatchObject({ status: 'ok' });
      expect(answer && (await readBody(answer, 1_000)).toString()).toBe(capitals);
    }
  });

  it('refuses a text that is too long, and goes on', async () => {
    await using opened = await openEcho();
    const connection = await opened.connect();
    await connection.send({ cmd: 'echo' }, Buffer.alloc(mebibyte + 1));
    expect((await connection.receive())?.header).toMatchObject({ status: 'error', code: 'bad_request' });
    await connection.send({ cmd: 'echo' }, Buffer.alloc(mebibyte, 'a'));
    const answer = await connection.receive();
    expect(answer && (await readBody(answer, mebibyte)).equals(Buffer.alloc(mebibyte, 'A'))).toBe(true);
  });
});

describe('without frames', () => {
  it('answers each piece at once', async () => {
    await using opened = await openEcho();
    const { own } = opened;
    using peer = await openPlain(own);
    expect((await peer.write('hello').untilBytes(5)).toString()).toBe('HELLO');
    expect((await peer.write(' world').untilBytes(11)).toString()).toBe('HELLO WORLD');
    peer.stream.end();
    expect(await peer.untilEnd()).toBe('end');
  });

  it('sends all of the answer to a client that has ended its side', async () => {
    await using opened = await openEcho();
    const { own } = opened;
    using peer = await openPlain(own);
    peer.stream.end(Buffer.alloc(8 * mebibyte, 'a'));
    expect(await peer.untilEnd()).toBe('end');
    expect(peer.received.equals(Buffer.alloc(8 * mebibyte, 'A'))).toBe(true);
  });

  it('sends all of the answer also when the client begins to read later', async () => {
    await using opened = await openEcho();
    const { own } = opened;
    const stream = await connectPlain({ address: own, key, timeoutMs: patienceMs });
    stream.end(Buffer.alloc(4 * mebibyte, 'a'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    using peer = new RawPeer(stream);
    expect(await peer.untilEnd()).toBe('end');
    expect(peer.received.length).toBe(4 * mebibyte);
  });

  it('sends nothing to a client that does not know the key', async () => {
    await using opened = await openEcho();
    const { own } = opened;
    using peer = await openRawPeer(own);
    await peer.untilBytes(challengeBytes);
    peer.write(Buffer.alloc(32), 'hello');
    await peer.untilEnd();
    expect(peer.received).toHaveLength(challengeBytes);
  });

  it('makes a client wait that reads nothing', async () => {
    await using opened = await openEcho();
    const { own } = opened;
    const stream = await connectPlain({ address: own, key, timeoutMs: patienceMs });
    using _ = undoing(() => stream.destroy());
    let sent = 0;
    let isWaiting = false;
    while (!isWaiting && sent < 64) {
      const isTaken = new Promise((resolve) => stream.write(Buffer.alloc(mebibyte), resolve));
      const late = new Promise((resolve) => setTimeout(resolve, 300, 'waits'));
      isWaiting = (await Promise.race([isTaken, late])) === 'waits';
      sent++;
    }
    expect(isWaiting).toBe(true);
  });

  it('survives clients that go away in the middle', async () => {
    await using opened = await openEcho();
    const { own, lines } = opened;
    for (let n = 0; n < 20; n++) {
      using peer = await openPlain(own);
      peer.write(Buffer.alloc(100_000, 'a'));
      if (n % 2 === 0) await peer.untilBytes(1);
      peer.reset();
    }
    await opened.connect();
    expect(lines.join('\n')).not.toContain('(bug)');
  });

  it('ends when the server stops', async () => {
    await using opened = await openEcho();
    const { own, server, limiter } = opened;
    using peer = await openPlain(own);
    await peer.write('hello').untilBytes(5);
    const stopped = server.stop(60_000);
    await peer.untilEnd();
    peer.stream.destroy();
    await stopped;
    expect(limiter.connections).toBe(0);
  });

  it.skipIf(!hasPython)(`talks to a Python client${wherePython}`, async () => {
    await using opened = await openEcho();
    const { own } = opened;
    expect(await python('hmac_client.py', own, 'hello', '你好 abc', 'x')).toEqual(['HELLO', '你好 ABC', 'X']);
  });

  it.skipIf(!hasPython)(`refuses a Python client with another key${wherePython}`, async () => {
    await using opened = await openEcho();
    const { own } = opened;
    const words = [peerOf('net', 'hmac_client'), String(own.port), 'linhaifeng bang bang bang1111', 'hello'];
    const { stdout } = await promisify(execFile)('python3', words);
    expect(JSON.parse(stdout)).toEqual(['']);
  });

  it.skipIf(!hasPython)(
    `gives a Python client 1 MiB back after it has shut its side down${wherePython}`,
    async () => {
      await using opened = await openEcho();
      const { own } = opened;
      expect(await python('echo_client.py', own, String(mebibyte))).toEqual({
        received: mebibyte,
        right: true,
      });
    },
  );
});

it('counts its clients', async () => {
  await using opened = await openEcho();
  const { own, limiter } = opened;
  using peer = await openPlain(own);
  await peer.write('x').untilBytes(1);
  expect(limiter.connections).toBe(1);
  peer.stream.end();
  await vi.waitFor(() => expect(limiter.connections).toBe(0), waiting);
});
