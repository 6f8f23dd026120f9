import { describe, expect, it, vi } from 'vitest';
import type { Service } from '#core/net/server/service.ts';
import { statusService } from '#core/net/status/service.ts';
import { readBody } from '#lib/net/body.ts';
import { mebibyte } from '#test/kit/net/memory.ts';
import { openTestServices } from '#test/kit/net/open-test-services.ts';
import { openRawPeer } from '#test/kit/net/raw-peer.ts';
import { waiting } from '#test/kit/waiting.ts';

/** A service that is counted, with a port of its own. */
const other: Service = {
  name: 'other',
  handlers: {
    async other(request, connection) {
      await readBody(request, 100);
      await connection.send({ status: 'ok' }, Buffer.from('text'));
    },
  },
  own: { protocol: 'tcp', port: 0, serve: async () => {} },
};

async function openStatus() {
  let nowMs = 5_000;
  const opened = await openTestServices({
    services: (made) => [statusService({ version: '1.2.3', uptimeMs: () => nowMs, ...made }), other],
  });
  const client = await opened.connect();
  const status = async () => {
    await client.send({ cmd: 'status' });
    return (await client.receive())?.header as Record<string, unknown>;
  };
  const move = (byMs: number): void => {
    nowMs += byMs;
  };
  return { ...opened, status, move };
}

describe('status', () => {
  it('reports the state of the server and the addresses of its services', async () => {
    await using opened = await openStatus();
    const { status, move, server } = opened;
    move(61_900);
    const [, , { address } = { address: undefined }] = server.addresses;
    expect(await status()).toEqual({
      status: 'ok',
      version: '1.2.3',
      uptime_seconds: 61,
      memory_bytes: expect.any(Number),
      connections: 1,
      unproven: 0,
      connections_total: 1,
      received_bytes: 0,
      sent_bytes: 0,
      requests: {},
      refused: {},
      services: [
        { name: 'main', protocol: 'tcp', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
        { name: 'status', protocol: 'tcp', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
        { name: 'other', protocol: 'tcp', address: `127.0.0.1:${address?.port}` },
      ],
    });
    expect((await status())['memory_bytes']).toBeGreaterThan(10 * mebibyte);
  });

  it('counts requests, errors, refusals, connections and their bytes', async () => {
    await using opened = await openStatus();
    const { status, connect, main } = opened;
    const client = await connect();
    for (const cmd of ['other', 'other', 'nope', 'status']) {
      await client.send({ cmd }, Buffer.from('text'));
      await client.receive();
    }
    const { receivedBytes, sentBytes } = client;
    await expect(connect({ key: Buffer.alloc(16) })).rejects.toMatchObject({ failure: 'wrong_key' });
    using unproven = await openRawPeer(main);
    await unproven.untilBytes(32);
    expect(await status()).toMatchObject({
      connections: 3,
      unproven: 1,
      connections_total: 2,
      received_bytes: 0,
    });
    await client.close();
    unproven.stream.destroy();
    await vi.waitFor(
      async () => expect(await status()).toMatchObject({ connections: 1, unproven: 0 }),
      waiting,
    );
    expect(await status()).toMatchObject({
      connections_total: 2,
      received_bytes: sentBytes,
      sent_bytes: receivedBytes,
      requests: {
        other: { count: 2, errors: 0 },
        '?': { count: 1, errors: 1 },
        status: { errors: 0 },
      },
      refused: { 'wrong proof': 1, 'no proof': 1 },
    });
  });
});
