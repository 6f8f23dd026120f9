import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { type ChaosOptions, type ChaosProxy, openChaosProxy } from '#test/kit/net/chaos-proxy.ts';
import { afterTest } from '#test/kit/net/cleanups.ts';
import { openRawPeer, type RawEnd } from '#test/kit/net/raw-peer.ts';
import { connectRaw, listenRaw } from '#test/kit/net/sockets.ts';
import { waiting } from '#test/kit/waiting.ts';

const text = Buffer.from(Array.from({ length: 3_000 }, (_, at) => at & 0xff));

/** A proxy before a server that sends back what it gets, and how many pieces came in there. */
async function openChaos(
  options: Partial<ChaosOptions> = {},
): Promise<{ proxy: ChaosProxy; pieces: number[] }> {
  const pieces: number[] = [];
  const target = await listenRaw((socket) => {
    socket.on('data', (chunk) => {
      pieces.push(chunk.length);
      socket.write(chunk);
    });
    socket.on('end', () => socket.end());
  });
  const proxy = await openChaosProxy({ target, seed: 1, ...options });
  afterTest(() => proxy.close());
  return { proxy, pieces };
}

/** Sends the text and says its last. @returns what came back, and how it ended. */
async function visit({ address }: ChaosProxy): Promise<{ bytes: number; isRight: boolean; end: RawEnd }> {
  const peer = await openRawPeer(address);
  peer.stream.end(text);
  const end = await peer.untilEnd();
  return { bytes: peer.received.length, isRight: peer.received.equals(text), end };
}

describe('a chaos proxy', () => {
  it('passes everything on in order, both ways, and the ends, too', async () => {
    const { proxy } = await openChaos();
    expect(await visit(proxy)).toEqual({ bytes: 3_000, isRight: true, end: 'end' });
    expect([proxy.connections, proxy.resets]).toEqual([1, 0]);
  });

  it('cuts into slices', async () => {
    const { proxy, pieces } = await openChaos({ sliceBytes: 1 });
    expect(await visit(proxy)).toMatchObject({ isRight: true });
    // The system may join some again.
    expect(pieces.length).toBeGreaterThan(500);
    expect(pieces.reduce((sum, size) => sum + size)).toBe(3_000);
  });

  it('holds back', async () => {
    const { proxy } = await openChaos({ latencyMs: 60, seed: 3 });
    const startedMs = performance.now();
    expect(await visit(proxy)).toMatchObject({ isRight: true });
    expect(performance.now() - startedMs).toBeGreaterThan(10);
  });

  it('resets at any byte, and the same connections with the same seed', async () => {
    const runs: boolean[][] = [];
    for (const seed of [5, 5, 6]) {
      const { proxy } = await openChaos({ seed, resetChance: 0.5, sliceBytes: 100, resetWithinBytes: 4_000 });
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

  it('tells each side when the other has been reset', async () => {
    const seen: string[] = [];
    const target = await listenRaw((socket: Socket) => {
      socket.on('data', (chunk) => seen.push(String(chunk))).on('error', () => seen.push('reset'));
    });
    const proxy = await openChaosProxy({ target, seed: 1 });
    afterTest(() => proxy.close());
    const client = await connectRaw(proxy.address);
    client.write('x');
    await vi.waitFor(() => expect(seen).toEqual(['x']), waiting);
    // Together with bytes, Node 20 would take it for an ordinary end.
    client.resetAndDestroy();
    await vi.waitFor(() => expect(seen).toEqual(['x', 'reset']), waiting);
  });

  it('closes whoever is connected when it closes', async () => {
    const { proxy } = await openChaos();
    const client = await connectRaw(proxy.address);
    const closed = once(client.resume(), 'end');
    await vi.waitFor(() => expect(proxy.connections).toBe(1), waiting);
    await proxy.close();
    await closed;
  });

  it('turns clients away when there is no target', async () => {
    const proxy = await openChaosProxy({ target: { host: '127.0.0.1', port: 1 }, seed: 1 });
    afterTest(() => proxy.close());
    const peer = await openRawPeer(proxy.address);
    expect(await peer.untilEnd()).toBe('reset');
  });
});
