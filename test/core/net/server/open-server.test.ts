import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#core/errors.ts';
import type { Service } from '#core/net/server/service.ts';
import { ConnectionLost } from '#lib/net/connection.ts';
import { openDatagrams } from '#lib/net/datagrams.ts';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { undoing } from '#test/kit/lifetime.ts';
import { openTestServices } from '#test/kit/net/open-test-services.ts';
import { challengeBytes, hello } from '#test/kit/net/raw-peer.ts';
import { waiting } from '#test/kit/waiting.ts';

const refusing = new AppError('no_such_luck', 4, { zh: '不行，请重试。', en: 'No. Try again.' });
const odd: Service = {
  name: 'odd',
  handlers: {
    fine: (_, connection) => connection.send({ status: 'ok' }),
    refuse: () => Promise.reject(refusing),
    bug: () => {
      throw new TypeError('cannot read properties of undefined');
    },
    wordy: () =>
      Promise.reject(new AppError('wordy', 2, { zh: '长'.repeat(9_000), en: 'long'.repeat(9_000) })),
    /** Waits for a frame that never comes. */
    async waiting(_, connection) {
      if ((await connection.receive()) === undefined) throw new ConnectionLost('closed');
    },
    // The header would be longer than a peer accepts.
    boast: (_, connection) => connection.send({ status: 'ok', text: 'x'.repeat(10_000) }),
  },
};

async function answerTo(connection: FrameConnection, cmd: string) {
  await connection.send({ cmd });
  return (await connection.receive())?.header;
}

describe('the answer to a client', () => {
  it('is a refusal with its sentence in both languages', async () => {
    await using server = await openTestServices({ services: [odd] });
    const connection = await server.connect();
    const { zh, en } = refusing.text;
    expect(await answerTo(connection, 'refuse')).toEqual({
      status: 'error',
      code: 'no_such_luck',
      exitCode: 4,
      zh,
      en,
    });
    expect(await answerTo(connection, 'fine')).toEqual({ status: 'ok' });
  });

  it.each(['bug', 'boast'])('is the id of a %s, whose stack is in the log and nowhere else', async (cmd) => {
    await using server = await openTestServices({ services: [odd] });
    const connection = await server.connect();
    const answer = await answerTo(connection, cmd);
    expect(answer).toMatchObject({ status: 'error', code: 'bug', exitCode: 1 });
    const id = /[\da-f]{8}/.exec(String(answer?.['en']))?.[0];
    const logged = server.lines.filter((line) => line.startsWith('critical'));
    expect(logged).toEqual([expect.stringMatching(new RegExp(`\\(bug\\) id=${id} c\\d+ \\w*Error: .*`))]);
    expect(JSON.stringify(answer)).not.toMatch(/Error|\.ts/);
    expect(await answerTo(connection, 'fine')).toEqual({ status: 'ok' });
  });

  it.each(['nope', '', 'x'.repeat(8_000), '\x1b[2J'.repeat(500), '-h'.repeat(2_000)])(
    'is a sentence for an unknown command, however long and hostile (%#)',
    async (cmd) => {
      await using server = await openTestServices({ services: [odd] });
      const connection = await server.connect();
      const answer = await answerTo(connection, cmd);
      expect(answer).toMatchObject({ status: 'error', code: 'unknown_service', exitCode: 2 });
      expectSentence({ zh: String(answer?.['zh']), en: String(answer?.['en']) });
      expect(await answerTo(connection, 'fine')).toEqual({ status: 'ok' });
      // The log has a fixed word for an unknown command, so that strangers cannot write into it.
      for (const strange of ['\x1b', 'xxxx', '-h-h-h'])
        expect(server.lines.join('\n')).not.toContain(strange);
      expect(server.counters.json().requests).toEqual({
        '?': { count: 1, errors: 1 },
        fine: { count: 1, errors: 0 },
      });
    },
  );

  it('is one sentence for a protocol of the future', async () => {
    await using opened = await openTestServices({ services: [odd] });
    const peer = await opened.openProved();
    const [answer] = await peer.write(hello({ protocol: 2 })).untilFrames(1, 32);
    expect(answer?.header).toMatchObject({
      status: 'error',
      code: 'unknown_protocol',
      exitCode: 2,
      protocol: 1,
    });
    expectSentence(answer?.header as never);
    await peer.untilEnd();
  });
});

describe('the log', () => {
  it('has a line for each connection, request and end', async () => {
    await using server = await openTestServices({ services: [odd] });
    const connection = await server.connect();
    await answerTo(connection, 'fine');
    await answerTo(connection, 'refuse');
    await connection.close();
    await vi.waitFor(() => expect(server.lines.at(-1)).toContain('disconnected'), waiting);
    const shapes = [
      /^info 连接 \(connected\) (c\d+) 127\.0\.0\.1:\d+$/,
      /^info 访问 \(access\) c\d+ 127\.0\.0\.1:\d+ fine ok \d+\.\d ms$/,
      /^info 访问 \(access\) c\d+ 127\.0\.0\.1:\d+ refuse no_such_luck \d+\.\d ms$/,
      /^info 断开 \(disconnected\) c\d+ closed in=\d+ out=\d+$/,
    ];
    expect(server.lines).toHaveLength(shapes.length);
    for (const [index, shape] of shapes.entries()) expect(server.lines[index]).toMatch(shape);
  });

  it('has one for a bug of a service without frames, and none for a client that goes away', async () => {
    const own = (serve: () => Promise<void>): Service => ({
      name: 'own',
      own: { protocol: 'tcp', port: 0, serve },
    });
    const broken = own(() => Promise.reject(new TypeError('cannot read properties of undefined')));
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    for (const [service, level] of [
      [broken, 'critical'],
      [own(() => Promise.reject(reset)), 'debug'],
    ] as const) {
      await using opened = await openTestServices({ services: [service] });
      const { server, lines } = opened;
      const address = server.addresses[1]?.address as never;
      await (await opened.openProved(address)).untilEnd();
      await vi.waitFor(() => expect(lines).toHaveLength(2), waiting);
      expect(lines[1]).toMatch(
        new RegExp(`^${level} .* c\\d+ .*${level === 'debug' ? 'ECONNRESET' : 'TypeError'}`),
      );
    }
  });
});

describe('opening', () => {
  it('uses a free port for every service when the server does', async () => {
    const services: Service[] = [
      odd,
      { name: 'tcp', own: { protocol: 'tcp', port: 9, serve: async () => {} } },
      {
        name: 'udp',
        own: { protocol: 'udp', port: 9, open: (place) => openDatagrams({ ...place, onDatagram() {} }) },
      },
    ];
    await using opened = await openTestServices({ services });
    const { server } = opened;
    expect(server.addresses.map(({ name, protocol }) => `${name} ${protocol}`)).toEqual([
      'main tcp',
      'odd tcp',
      'tcp tcp',
      'udp udp',
    ]);
    const ports = server.addresses.map(({ address }) => address.port);
    expect(new Set(ports).size).toBe(3);
    expect(ports.every((port) => port > 1_000)).toBe(true);
  });

  it('opens every port or none, and names the one that cannot be opened', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    using _ = undoing(() => taken.close());
    const { port } = taken.address() as { port: number };
    const free = await freePort();
    const service = (protocol: string, at: number): Service => ({
      name: protocol,
      own: { protocol: 'tcp', port: at, serve: async () => {} },
    });
    const opening = openTestServices({ port: free, services: [service('own', port)] });
    const error = await opening.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'cannot_listen', exitCode: 2 });
    expect((error as AppError).text.en).toContain(`127.0.0.1:${port} (EADDRINUSE)`);
    expectSentence((error as AppError).text);
    // The first port is free again.
    await using __ = await openTestServices({ port: free, services: [] });
  });

  it.each([
    ['an address of another machine', '192.0.2.1', 'EADDRNOTAVAIL'],
    ['no address', '256.256.256.256', 'ENOTFOUND'],
  ])('refuses %s', async (_, host, reason) => {
    const error = await openTestServices({ host, services: [] }).catch((why: unknown) => why);
    expect(error).toMatchObject({ code: 'cannot_listen', message: expect.stringContaining(reason) });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('stopping', () => {
  it('waits for running requests on every port, and then closes everything', async () => {
    let finish = (): void => {};
    const slow: Service = {
      name: 'slow',
      handlers: {
        async slow(_, connection) {
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
          await connection.send({ status: 'ok' });
        },
      },
    };
    const udp = await openDatagrams({ host: '127.0.0.1', port: 0, onDatagram() {} });
    const close = vi.spyOn(udp, 'close');
    const datagrams: Service = { name: 'udp', own: { protocol: 'udp', port: 0, open: async () => udp } };
    await using opened = await openTestServices({ services: [slow, datagrams] });
    const connection = await opened.connect();
    const answer = answerTo(connection, 'slow');
    await vi.waitFor(() => expect(finish.length).toBe(1), waiting);
    const stopped = opened.server.stop(30_000);
    finish();
    expect(await answer).toEqual({ status: 'ok' });
    expect(await connection.receive()).toBeUndefined();
    await connection.close();
    await stopped;
    expect(close).toHaveBeenCalledOnce();
    expect(opened.limiter.connections).toBe(0);
    expect(opened.lines.at(-1)).toContain('disconnected');
  });
});

describe('a malformed frame', () => {
  it('is reported to a client after its hello, which is cut off then', async () => {
    await using opened = await openTestServices({ services: [odd] });
    const { lines } = opened;
    const peer = await opened.openProved();
    peer.write(hello());
    await peer.untilFrames(1, challengeBytes);
    peer.write('GET / HTTP/1.1\r\n\r\n');
    const [, answer] = await peer.untilFrames(2, challengeBytes);
    expect(answer?.header).toMatchObject({ status: 'error', code: 'bad_request', exitCode: 2 });
    await peer.untilEnd();
    await vi.waitFor(() => expect(lines.at(-1)).toMatch(/disconnected\) c\d+ header_length/), waiting);
  });

  it('is not answered before the hello', async () => {
    await using opened = await openTestServices({ services: [odd] });
    const peer = await opened.openProved();
    const before = peer.received.length;
    peer.write('GET / HTTP/1.1\r\n\r\n');
    await peer.untilEnd();
    expect(peer.received.length).toBe(before);
  });

  it('is reported also for a hello without a nonce', async () => {
    await using opened = await openTestServices({ services: [odd] });
    const peer = await opened.openProved();
    peer.write(hello({ nonce: 'short' }));
    const [answer] = await peer.untilFrames(1, challengeBytes);
    expect(answer?.header).toMatchObject({ code: 'bad_request', en: expect.stringContaining('nonce') });
  });
});

describe('a handler', () => {
  it('may refuse with a sentence longer than a header', async () => {
    await using opened = await openTestServices({ services: [odd] });
    const connection = await opened.connect();
    await connection.send({ cmd: 'wordy' });
    const answer = await connection.receive();
    expect(answer?.header).toMatchObject({
      code: 'wordy',
      exitCode: 2,
      en: expect.stringMatching(/^long.*…$/),
    });
  });

  it('that waits for a client that has ended its side is not a bug', async () => {
    await using opened = await openTestServices({ services: [odd] });
    const { lines } = opened;
    const connection = await opened.connect();
    await connection.send({ cmd: 'waiting' });
    await connection.close();
    await vi.waitFor(() => expect(lines.at(-1)).toContain('disconnected'), waiting);
    expect(lines.filter((line) => line.startsWith('critical'))).toEqual([]);
  });
});

describe('a port without frames', () => {
  it('is closed on a client that is silent after its proof', async () => {
    const silent: Service = {
      name: 'silent',
      own: { protocol: 'tcp', port: 0, serve: async ({ stream }) => void (await once(stream, 'close')) },
    };
    await using opened = await openTestServices({ services: [silent], idleTimeoutMs: 100 });
    const { server } = opened;
    const [, place] = server.addresses;
    if (place === undefined) throw new Error('nothing is served');
    await (await opened.openProved(place.address)).untilEnd();
  });
});
