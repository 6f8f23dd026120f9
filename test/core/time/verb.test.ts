import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors.ts';
import { toClientError } from '#core/net/client/errors.ts';
import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { openServer } from '#core/net/server/open-server.ts';
import type { Service, ServiceAddress } from '#core/net/server/service.ts';
import { statusService } from '#core/net/status/service.ts';
import { timeService } from '#core/time/service.ts';
import { time } from '#core/time/verb.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';
import { type Address, formatAddress } from '#lib/net/address.ts';
import { connect } from '#lib/net/connect.ts';
import { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import { openDatagrams } from '#lib/net/datagrams.ts';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import { forEachTest } from '#test/kit/lifetime.ts';
import { testClient } from '#test/kit/net/test-client.ts';
import { peerOf } from '#test/kit/root.ts';
import { patienceMs } from '#test/kit/waiting.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const wherePython = hasPython ? '' : ' (skipped: there is no python3)';

const key = Buffer.alloc(32, 7);
const nowMs = new Date(2026, 10, 22, 8, 53, 34).getTime();
const logger = new NamedLogger({ isEnabled: () => false, write: () => {} }, 'test');

const lifetime = forEachTest();

/** A server with the status and the given services. @returns its own address. */
async function serverWith(
  services: readonly Service[],
  host = '127.0.0.1',
  addresses?: readonly ServiceAddress[],
) {
  const limiter = new ConnectionLimiter({
    connections: 10,
    connectionsPerAddress: 10,
    unproven: 10,
    wrongProofs: 10,
  });
  const counters = new Counters();
  const uptimeMs = () => 0;
  const server = await openServer({
    host,
    port: 0,
    key,
    limiter,
    accessLog: new AccessLog({ logger, counters, uptimeMs }),
    proofTimeoutMs: patienceMs,
    idleTimeoutMs: 600_000,
    logger,
    uptimeMs,
    services: [
      statusService({
        version: '0',
        limiter,
        counters,
        uptimeMs,
        addresses: () => addresses ?? server.addresses,
      }),
      ...services,
    ],
  });
  const stop = () => server.stop(0);
  lifetime.defer(stop);
  const [main, ...others] = server.addresses.map(({ address }) => address);
  if (main === undefined) throw new Error('the server has no address');
  return { main: { ...main, host: '127.0.0.1' }, others, stop };
}

const theTime = timeService({ port: 0, now: () => nowMs, logger });

async function udp(onQuestion: (question: string) => Uint8Array | undefined): Promise<Address> {
  const socket = await openDatagrams({
    host: '127.0.0.1',
    port: 0,
    onDatagram(data, from) {
      const answer = onQuestion(String(data));
      if (answer !== undefined) void socket.send(answer, from);
    },
  });
  lifetime.defer(() => socket.close());
  return socket.address;
}

async function python(): Promise<Address> {
  const child: ChildProcess = spawn('python3', [peerOf('time', 'time_server'), '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  lifetime.defer(() => {
    child.kill('SIGKILL');
    return once(child, 'exit');
  });
  const [line] = await once(child.stdout ?? child, 'data');
  return { host: '127.0.0.1', port: Number(String(line)) };
}

/** Runs the verb as connect.js does. @returns its output. */
async function printed(
  address: Address,
  words: readonly string[] = [],
  { wantsJson = false, exiting = new AbortController().signal } = {},
): Promise<string> {
  const lines: string[] = [];
  let connection: FrameConnection | undefined;
  const connected = async () => {
    connection ??= await connect({ address, key, timeoutMs: 5000 });
    return connection;
  };
  const client = testClient({
    words,
    address,
    exiting,
    connect: connected,
    say: ({ en }) => lines.push(en),
    wantsJson,
    print: (line) => lines.push(line),
  });
  try {
    await time.run(client);
    return lines.join('\n');
  } catch (error) {
    throw toClientError(error, formatAddress(address)) ?? error;
  } finally {
    await connection?.close();
  }
}

async function refusal(run: Promise<string>): Promise<AppError> {
  const error = await run.then(
    (text) => new Error(`not refused: ${text}`),
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw error;
}

describe('time', () => {
  it('asks the time service at its own address', async () => {
    const { others } = await serverWith([theTime]);
    const [address = { host: '', port: 0 }] = others;
    expect(await printed(address)).toBe('2026-11-22 08:53:34');
    expect(await printed(address, ['%Y', '%m', '%d'])).toBe('2026 11 22');
    expect(await printed(address, ['%X'], { wantsJson: true })).toBe('{"time":"08:53:34"}');
  });

  it('asks the server for the address of its time service', async () => {
    const { main } = await serverWith([theTime]);
    expect(await printed(main, ['%Y年'])).toBe('2026年');
  });

  it.each(['0.0.0.0', '::'])('uses the host of the server when the status names %s', async (host) => {
    const address = await udp(() => Buffer.from('found'));
    const place = { name: 'time', protocol: 'udp', address: { ...address, host } } as const;
    const { main } = await serverWith([], '127.0.0.1', [place]);
    expect(await printed(main)).toBe('found');
  });

  it('asks again when a datagram is lost', async () => {
    let asked = 0;
    const address = await udp(() => {
      asked++;
      return asked < 3 ? undefined : Buffer.from('at last');
    });
    expect(await printed(address)).toBe('at last');
  });

  it('cleans its output', async () => {
    const hostile = Buffer.concat([Buffer.from('12\x1b[2J\x07\u202e:00\n\tx'), Buffer.from([0xff])]);
    const address = await udp(() => hostile);
    expect(await printed(address)).toBe('12\ufffd[2J\ufffd\ufffd:00\n\tx\ufffd');
    expect(await printed(address, [], { wantsJson: true })).toBe(
      JSON.stringify({ time: '12\ufffd[2J\ufffd\ufffd:00\n\tx\ufffd' }),
    );
  });

  it('ignores an answer from another address', async () => {
    const stranger = await openDatagrams({ host: '127.0.0.1', port: 0, onDatagram: () => {} });
    lifetime.defer(() => stranger.close());
    const socket = await openDatagrams({
      host: '127.0.0.1',
      port: 0,
      async onDatagram(_, from) {
        await stranger.send(Buffer.from('forged'), from);
        await socket.send(Buffer.from('true'), from);
      },
    });
    lifetime.defer(() => socket.close());
    expect(await printed(socket.address)).toBe('true');
  });

  it('reports a wrong format', async () => {
    const { main } = await serverWith([theTime]);
    expect(await refusal(printed(main, ['%Q']))).toMatchObject({
      code: 'bad_time_format',
      exitCode: 2,
      message: expect.stringContaining('%Q'),
    });
    // A Python server reads 1024 bytes and drops the rest.
    const address = await udp((question) => Buffer.from(question.slice(0, 1024)));
    const tooLong = await refusal(printed(address, ['年'.repeat(342)]));
    expect(tooLong).toMatchObject({ code: 'bad_time_format', message: expect.stringContaining('1024') });
  });

  it('reports a server without the time service', async () => {
    const { main } = await serverWith([]);
    expect(await refusal(printed(main))).toMatchObject({ code: 'time_not_served', exitCode: 2 });
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    ['time udp 127.0.0.1:9000'],
    [[null, 1, 'time', []]],
    [[{ name: 'time', protocol: 'tcp', address: '127.0.0.1:9000' }]],
    [[{ name: 'time', protocol: 'udp' }]],
    [[{ name: 'time', protocol: 'udp', address: 'nowhere' }]],
    [[{ name: 'time', protocol: 'udp', address: '\x1b[2J:1' }]],
  ])('is not confused by a server that lists %j', async (services) => {
    // The later of two handlers with one name is used.
    const odd: Service = {
      name: 'odd',
      handlers: { status: (_, connection) => connection.send({ status: 'ok', services }) },
    };
    const { main } = await serverWith([odd]);
    expect(await refusal(printed(main))).toMatchObject({ code: 'time_not_served' });
  });

  it('reports an unreachable server', async () => {
    const { main, stop } = await serverWith([]);
    await stop();
    expect(await refusal(printed(main))).toMatchObject({ code: 'unreachable', exitCode: 5 });
  });

  it('reports a time service that does not answer', async () => {
    const silent = await udp(() => undefined);
    const { main } = await serverWith([], '127.0.0.1', [{ name: 'time', protocol: 'udp', address: silent }]);
    expect(await refusal(printed(main))).toMatchObject({
      code: 'no_time',
      exitCode: 5,
      message: expect.stringContaining(formatAddress(silent)),
    });
  });

  it('ends at once on a signal', async () => {
    const exiting = new AbortController();
    const reason = new Error('left');
    const address = await udp(() => {
      exiting.abort(reason);
      return undefined;
    });
    await expect(printed(address, [], { exiting: exiting.signal })).rejects.toBe(reason);
  });

  it.skipIf(!hasPython)(`asks a Python server${wherePython}`, async () => {
    const address = await python();
    expect(await printed(address)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(await printed(address, ['%%今天'])).toBe('%今天');
    expect(await printed(address, ['%Y', '%A'], { wantsJson: true })).toMatch(
      /^\{"time":"\d{4} [A-Z][a-z]+day"\}$/,
    );
  });
});
