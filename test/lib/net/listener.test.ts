import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { Handler } from '#lib/net/connection.ts';
import { frameDeadlines } from '#lib/net/frame-deadlines.ts';
import { frameOf } from '#test/kit/net/frames.ts';
import { challengeBytes, hello, hmac, type RawPeer } from '#test/kit/net/raw-peer.ts';
import { stopTimers, untilTrue } from '#test/kit/net/still-timers.ts';
import { openTestServer, type TestServer, testKey } from '#test/kit/net/test-server.ts';
import { waiting } from '#test/kit/waiting.ts';

const quick: Handler = ({ header }, connection) => connection.send({ n: header['n'] });
const many = <T>(count: number, make: (n: number) => T): Promise<Awaited<T>[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)));

const untilEmpty = ({ limiter }: TestServer) =>
  vi.waitFor(() => expect([limiter.connections, limiter.unproven]).toEqual([0, 0]), waiting);

describe('limits', () => {
  it('of connections: the next one is refused until one closes', async () => {
    await using server = await openTestServer({ handlers: { quick }, limits: { connections: 3 } });
    const clients = await many(3, () => server.connect());
    const late = await server.openPeer();
    await late.untilEnd();
    expect(late.received).toHaveLength(0);
    expect(server.refused).toEqual(['full']);
    await expect(server.connect()).rejects.toMatchObject({ failure: 'closed_at_once' });
    await clients[0]?.close();
    await vi.waitFor(() => expect(server.limiter.connections).toBe(2), waiting);
    await server.connect();
  });

  it('of connections: an unproven connection gives up its place', async () => {
    await using server = await openTestServer({ limits: { connections: 2 } });
    const idle = await server.openPeer();
    await idle.untilBytes(challengeBytes);
    const clients = await many(2, () => server.connect());
    await idle.untilEnd();
    expect(clients).toHaveLength(2);
    // Counted once, and not once more for the missing proof.
    expect(server.refused).toEqual(['displaced']);
  });

  it('of one address', async () => {
    await using server = await openTestServer({ limits: { connectionsPerAddress: 1 } });
    await server.connect();
    await expect(server.connect()).rejects.toMatchObject({ failure: 'closed_at_once' });
    expect(server.refused).toEqual(['full for this address']);
  });

  it('of wrong proofs: beyond it a wrong one waits, and a right one does not', async () => {
    using _ = stopTimers();
    await using server = await openTestServer({ handlers: { quick }, limits: { wrongProofs: 3 } });
    const wrong = { key: Buffer.alloc(32) };
    for (let n = 0; n < 3; n++)
      await expect(server.connect(wrong)).rejects.toMatchObject({ failure: 'wrong_key' });
    const slow = await many(5, async () => (await server.openPeer()).prove(wrong.key));
    // Timers stand still: this answer did not wait.
    const client = await server.connect();
    await client.send({ cmd: 'quick', n: 1 });
    expect((await client.receive())?.header).toEqual({ n: 1 });
    await untilTrue(() => vi.getTimerCount() >= slow.length);
    vi.advanceTimersByTime(999);
    expect(slow.map(({ end }) => end)).toEqual(slow.map(() => undefined));
    expect(server.refused).toEqual(Array(3).fill('wrong proof'));
    vi.advanceTimersByTime(1);
    for (const peer of slow) await peer.untilEnd();
    expect(server.refused).toEqual(Array(8).fill('wrong proof'));
  });

  it('of wrong proofs: a stop does not wait for slow ones', async () => {
    await using server = await openTestServer({ limits: { wrongProofs: 1 } });
    const key = Buffer.alloc(32);
    await expect(server.connect({ key })).rejects.toMatchObject({ failure: 'wrong_key' });
    const peer = await (await server.openPeer()).prove(key);
    await server.listener.stop(60_000);
    await peer.untilEnd();
  });

  it('does not take silence, an early end or a reset for a wrong proof', async () => {
    await using server = await openTestServer({
      limits: { wrongProofs: 1 },
      listener: { proofTimeoutMs: 100 },
    });
    const [silent, early, gone] = await many(3, () => server.openPeer());
    early?.stream.end();
    gone?.stream.destroy();
    await silent?.untilEnd();
    await untilEmpty(server);
    expect(server.refused).toEqual(['no proof', 'no proof', 'no proof']);
    await server.connect();
  });

  it('of time: dripping does not put it off', async () => {
    using _ = stopTimers();
    await using server = await openTestServer({ listener: { proofTimeoutMs: 200 } });
    const peer = await server.openPeer();
    const digest = hmac(testKey, await peer.untilBytes(challengeBytes));
    for (let ms = 0; ms < 200; ms += 10) {
      expect(peer.end).toBeUndefined();
      peer.write(digest.subarray(0, 1));
      await server.connect();
      vi.advanceTimersByTime(10);
    }
    await peer.untilEnd();
    await untilTrue(() => server.refused.length > 0);
    expect(server.refused).toEqual(['no proof']);
  });
});

describe('100 dripping connections', () => {
  it('are all closed in time, while a client is served all along', async () => {
    using _ = stopTimers();
    await using server = await openTestServer({
      handlers: { quick },
      limits: { unproven: 25 },
      listener: { proofTimeoutMs: 1_500 },
      deadlines: { headerMs: 1_500, bodyTickMs: 1_500 },
    });
    const client = await server.connect();
    const begun = [
      frameOf({ cmd: 'x'.repeat(1_000) }).subarray(0, 5),
      frameOf({ cmd: 'quick', filesize: 1e9 }),
    ];
    const drippers = [
      ...(await many(60, async (n) => {
        const peer = (await server.openProved()).write(hello(), begun[n % 2] ?? '');
        await peer.untilFrames(1, challengeBytes);
        return peer;
      })),
      ...(await many(40, async () => {
        const peer = await server.openPeer();
        await peer.untilBytes(challengeBytes);
        return peer;
      })),
    ];
    let ended = 0;
    for (const { stream } of drippers) stream.on('close', () => ended++).on('end', () => stream.end());
    const endedAt = async (untilMs: number): Promise<number> => {
      for (; ms < untilMs; ms += 100) {
        drip(drippers);
        await client.send({ cmd: 'quick', n: ms });
        expect((await client.receive())?.header).toEqual({ n: ms });
        vi.advanceTimersByTime(100);
      }
      return ended;
    };
    let ms = 0;
    expect(await endedAt(900)).toBe(0);
    // The 15 connections that came after 25 unproven ones have 1 s; a body is checked twice.
    await endedAt(1_000);
    await untilTrue(() => ended === 15);
    expect(await endedAt(1_400)).toBe(15);
    await endedAt(3_000);
    await untilTrue(() => ended === drippers.length);
    await client.close();
    await untilTrue(() => server.limiter.connections + server.limiter.unproven === 0);
  });

  it('would be closed within 10 s by a server with the default limits', () => {
    const { headerMs, bodyTickMs } = frameDeadlines;
    expect(Math.max(headerMs, 2 * bodyTickMs)).toBeLessThan(9_000);
  });
});

const drip = (peers: readonly RawPeer[]): void => {
  for (const { stream } of peers) if (!stream.destroyed && stream.writable) stream.write('x');
};

describe('stopping', () => {
  it('does not wait for unproven connections', async () => {
    await using server = await openTestServer({ listener: { proofTimeoutMs: 60_000 } });
    const peer = await server.openPeer();
    await peer.untilBytes(challengeBytes);
    await server.listener.stop(60_000);
    await peer.untilEnd();
    expect(server.limiter.connections).toBe(0);
  });

  it('closes idle clients at once, with or without a hello', async () => {
    await using server = await openTestServer({ handlers: { quick } });
    const [plain, helloDone] = [await server.openProved(), await server.openProved()];
    await helloDone.write(hello()).untilFrames(1, challengeBytes);
    await vi.waitFor(() => expect(server.limiter.unproven).toBe(0), waiting);
    const stopped = server.listener.stop(60_000);
    for (const peer of [plain, helloDone]) {
      expect(await peer.untilEnd()).toBe('end');
      peer.stream.end();
    }
    await stopped;
    expect(server.ends).toEqual(['closed', 'closed']);
  });

  it('waits for the handler of a client that has been cut off', async () => {
    const order: string[] = [];
    const stubborn: Handler = async (_, { signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await delay(50);
      order.push('handler');
    };
    await using server = await openTestServer({ handlers: { stubborn } });
    const peer = (await server.openProved()).write(hello(), frameOf({ cmd: 'stubborn' }));
    await peer.untilFrames(1, challengeBytes);
    await server.listener.stop(30);
    order.push('stopped');
    expect(order).toEqual(['handler', 'stopped']);
  });
});

it.each(['in one go', 'later'])('a link emits data as any stream, also data that came %s', async (when) => {
  const heard: string[] = [];
  await using server = await openTestServer({
    listener: {
      async serve({ stream }) {
        stream.on('data', (chunk) => heard.push(String(chunk)));
        await once(stream, 'end');
      },
    },
  });
  const peer = await server.openPeer();
  const digest = hmac(testKey, await peer.untilBytes(challengeBytes));
  if (when === 'later') {
    peer.write(digest);
    await vi.waitFor(() => expect(server.limiter.unproven).toBe(0), waiting);
    peer.write('words').stream.end();
  } else {
    peer.stream.end(Buffer.concat([digest, Buffer.from('words')]));
  }
  await vi.waitFor(() => expect(heard.join('')).toBe('words'), waiting);
});

it('300 clients at once are all served', async () => {
  await using server = await openTestServer({ handlers: { quick } });
  const answers = await many(300, async (n) => {
    const client = await server.connect();
    await client.send({ cmd: 'quick', n });
    const answer = await client.receive();
    await client.close();
    return answer?.header['n'];
  });
  expect(answers).toEqual(Array.from({ length: 300 }, (_, n) => n));
  await untilEmpty(server);
});

it('a port that is taken is reported at once', async () => {
  await using server = await openTestServer();
  await expect(openTestServer({ listener: { port: server.address.port } })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
