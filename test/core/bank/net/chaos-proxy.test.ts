import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { Lifetime } from '#test/kit/lifetime.ts';
import { type ChaosOptions, type ChaosProxy, openChaosProxy } from '#test/kit/net/chaos-proxy.ts';
import { openRawPeer, type RawEnd } from '#test/kit/net/raw-peer.ts';
import { connectRaw, openRawServer } from '#test/kit/net/sockets.ts';
import { waiting } from '#test/kit/waiting.ts';

const text = Buffer.from(Array.from({ length: 3_000 }, (_, at) => at & 0xff));

/** A proxy before a server that sends everything back, and the number of pieces that the server received. */
async function openChaos(options: Partial<ChaosOptions> = {}) {
  const lifetime = new Lifetime();
  const pieces: number[] = [];
  const target = await openRawServer((socket) => {
    socket.on('data', (chunk) => {
      pieces.push(chunk.length);
      socket.write(chunk);
    });
    socket.on('end', () => socket.end());
  });
  lifetime.use(target);
  const proxy = lifetime.use(await openChaosProxy({ target: target.address, seed: 1, ...options }));
  return Object.assign(lifetime, { proxy, pieces });
}

/** Sends the text and ends its side. @returns the bytes that came back, and how the connection ended. */
async function visit({ address }: ChaosProxy): Promise<{ bytes: number; isRight: boolean; end: RawEnd }> {
  using peer = await openRawPeer(address);
  peer.stream.end(text);
  const end = await peer.untilEnd();
  return { bytes: peer.received.length, isRight: peer.received.equals(text), end };
}

describe('a chaos proxy', () => {
  it('passes on all bytes in order, both ways, and the ends of the sides', async () => {
    await using opened = await openChaos();
    const { proxy } = opened;
    expect(await visit(proxy)).toEqual({ bytes: 3_000, isRight: true, end: 'end' });
    expect([proxy.connections, proxy.resets]).toEqual([1, 0]);
  });

  it('cuts into slices', async () => {
    await using opened = await openChaos({ sliceBytes: 1 });
    const { proxy, pieces } = opened;
    expect(await visit(proxy)).toMatchObject({ isRight: true });
    // The system may join some again.
    expect(pieces.length).toBeGreaterThan(500);
    expect(pieces.reduce((sum, size) => sum + size)).toBe(3_000);
  });

  it('delays chunks', async () => {
    await using opened = await openChaos({ latencyMs: 60, seed: 3 });
    const { proxy } = opened;
    const startedMs = performance.now();
    expect(await visit(proxy)).toMatchObject({ isRight: true });
    expect(performance.now() - startedMs).toBeGreaterThan(10);
  });

  it('resets at any byte, and the same connections with the same seed', async () => {
    const runs: boolean[][] = [];
    for (const seed of [5, 5, 6]) {
      await using opened = await openChaos({
        seed,
        resetChance: 0.5,
        sliceBytes: 100,
        resetWithinBytes: 4_000,
      });
      const { proxy } = opened;
      const whole: boolean[] = [];
      for (let n = 0; n < 40; n++) whole.push((await visit(proxy)).isRight);
      expect(whole.filter((isRight) => !isRight)).toHaveLength(proxy.resets);
      expect(proxy.resets).toBeGreaterThan(10);
      expect(proxy.resets).toBeLessThan(30);
      runs.push(whole);
    }
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
  });

  it('resets the other side when one is reset', async () => {
    const seen: string[] = [];
    using target = await openRawServer((socket: Socket) => {
      socket.on('data', (chunk) => seen.push(String(chunk))).on('error', () => seen.push('reset'));
    });
    await using proxy = await openChaosProxy({ target: target.address, seed: 1 });
    using client = await connectRaw(proxy.address);
    client.write('x');
    await vi.waitFor(() => expect(seen).toEqual(['x']), waiting);
    // Together with bytes, Node 20 would take it for an ordinary end.
    client.resetAndDestroy();
    await vi.waitFor(() => expect(seen).toEqual(['x', 'reset']), waiting);
  });

  it('closes its connections when it closes', async () => {
    await using opened = await openChaos();
    const { proxy } = opened;
    using client = await connectRaw(proxy.address);
    const closed = once(client.resume(), 'end');
    await vi.waitFor(() => expect(proxy.connections).toBe(1), waiting);
    await opened[Symbol.asyncDispose]();
    await closed;
  });

  it('refuses clients when there is no target', async () => {
    await using proxy = await openChaosProxy({ target: { host: '127.0.0.1', port: 1 }, seed: 1 });
    using peer = await openRawPeer(proxy.address);
    expect(await peer.untilEnd()).toBe('reset');
  });
});
