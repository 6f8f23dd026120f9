import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { type Connection, ConnectionLost, type Frame, type Handler } from '#lib/net/connection.ts';
import { UnknownCommand } from '#lib/net/dispatch.ts';
import { serverProofOf } from '#lib/net/proof.ts';
import { frameOf } from '#test/kit/net/frames.ts';
import { heldBytes, mebibyte } from '#test/kit/net/memory.ts';
import { challengeBytes, hello, nonce, type RawPeer } from '#test/kit/net/raw-peer.ts';
import { isStuck } from '#test/kit/net/still-timers.ts';
import { openTestServer, type TestServer, testKey } from '#test/kit/net/test-server.ts';
import { waiting } from '#test/kit/waiting.ts';

/** Answers with its number after a delay, which is shorter for a later request. */
const slow: Handler = async ({ header }, connection) => {
  await delay(60 - 20 * Number(header['n']));
  await connection.send({ n: header['n'] });
};
const quick: Handler = ({ header }, connection) => connection.send({ n: header['n'] });

/** The frames after the challenge. */
const answersOf = (peer: RawPeer, count: number) => peer.untilFrames(count, challengeBytes);

async function afterHello(server: TestServer): Promise<RawPeer> {
  return (await server.openProved()).write(hello());
}

describe('hello', () => {
  it('is answered with the proof that the server knows the key', async () => {
    await using server = await openTestServer();
    const [answer] = await answersOf(await afterHello(server), 1);
    const proof = serverProofOf(testKey, Buffer.from(nonce, 'hex')).toString('hex');
    expect(answer?.header).toEqual({ status: 'ok', protocol: 1, proof });
  });

  it('has no proof in its answer where there is no key', async () => {
    await using server = await openTestServer({ listener: { key: undefined } });
    const peer = (await server.openPeer()).write(hello());
    expect((await peer.untilFrames(1))[0]?.header).toEqual({ status: 'ok', protocol: 1 });
  });

  it('may be sent twice', async () => {
    await using server = await openTestServer({ handlers: { quick } });
    const peer = await afterHello(server);
    peer.write(hello({ nonce: '00'.repeat(32) }), frameOf({ cmd: 'quick', n: 1 }));
    const answers = await answersOf(peer, 3);
    expect(answers.map(({ header }) => header['status'] ?? header['n'])).toEqual(['ok', 'ok', 1]);
    expect(answers[0]?.header['proof']).not.toBe(answers[1]?.header['proof']);
  });

  it.each([
    ['a protocol of the future', { protocol: 2 }],
    ['none', { protocol: undefined }],
    ['a text', { protocol: '1' }],
    ['no nonce', { nonce: undefined }],
    ['a short nonce', { nonce: 'ab' }],
    ['a nonce that is a list', { nonce: [nonce] }],
  ])('with %s is told the version, and nothing after it is served', async (_, changes) => {
    const seen = vi.fn<Handler>();
    await using server = await openTestServer({ handlers: { seen, put: seen } });
    const peer = await server.openProved();
    peer.write(hello(changes), frameOf({ cmd: 'seen' }), frameOf({ cmd: 'put' }));
    const [answer] = await answersOf(peer, 1);
    expect(answer?.header).toMatchObject({ status: 'error', protocol: 1 });
    await peer.untilEnd();
    expect(peer.frames(challengeBytes)).toHaveLength(1);
    expect(seen).not.toHaveBeenCalled();
  });
});

describe('requests', () => {
  it('are answered in their order, for any duration of each', async () => {
    await using server = await openTestServer({ handlers: { slow, quick } });
    const peer = await afterHello(server);
    const commands = ['slow', 'slow', 'slow', 'quick', 'slow', 'quick'];
    peer.write(Buffer.concat(commands.map((cmd, n) => frameOf({ cmd, n: n % 3 }))));
    const answers = (await answersOf(peer, 1 + commands.length)).slice(1);
    expect(answers.map(({ header }) => header['n'])).toEqual([0, 1, 2, 0, 1, 2]);
    expect(server.served).toHaveLength(commands.length);
  });

  it('of a client that has ended its side are answered all the same', async () => {
    await using server = await openTestServer({ handlers: { slow, put: slow } });
    const peer = await afterHello(server);
    peer.write(frameOf({ cmd: 'slow', n: 0 }), frameOf({ cmd: 'slow', n: 1 })).stream.end();
    await peer.untilEnd();
    expect(peer.frames(challengeBytes).map(({ header }) => header['n'])).toEqual([undefined, 0, 1]);
    await vi.waitFor(() => expect(server.ends).toEqual(['closed']), waiting);
  });

  it('may have bodies that the handler does not read', async () => {
    await using server = await openTestServer({ handlers: { quick } });
    const peer = await afterHello(server);
    peer.write(frameOf({ cmd: 'quick', n: 1, filesize: 500_000 }, Buffer.alloc(500_000)));
    peer.write(frameOf({ cmd: 'quick', n: 2 }));
    expect((await answersOf(peer, 3)).map(({ header }) => header['n'])).toEqual([undefined, 1, 2]);
  });

  it('may be a conversation', async () => {
    const sum: Handler = async (_, connection) => {
      let total = 0;
      for (;;) {
        const next = await connection.receive();
        if (next?.header['cmd'] !== 'add') break;
        total += Number(next.header['n']);
        await connection.send({ total });
      }
      await connection.send({ status: 'ok' });
    };
    await using server = await openTestServer({ handlers: { sum, quick } });
    const peer = await afterHello(server);
    for (const frame of [{ cmd: 'sum' }, { cmd: 'add', n: 1 }, { cmd: 'add', n: 2 }, { cmd: 'end' }])
      peer.write(frameOf(frame));
    peer.write(frameOf({ cmd: 'quick', n: 7 }));
    const answers = (await answersOf(peer, 5)).slice(1);
    expect(answers.map(({ header }) => header)).toEqual([
      { total: 1 },
      { total: 3 },
      { status: 'ok' },
      { n: 7 },
    ]);
  });

  it.each<[string, object]>([
    ['unknown', { cmd: 'nope' }],
    ['missing', {}],
    ['a number', { cmd: 7 }],
    ['a list', { cmd: ['quick'] }],
    ['constructor', { cmd: 'constructor' }],
    ['toString', { cmd: 'toString' }],
    ['__proto__', JSON.parse('{"cmd":"__proto__","__proto__":{"cmd":"quick"}}')],
  ])('whose command is %s are refused, and the next is served', async (_, header) => {
    await using server = await openTestServer({ handlers: { quick } });
    const peer = await afterHello(server);
    peer.write(frameOf(header), frameOf({ cmd: 'quick', n: 1 }));
    const answers = (await answersOf(peer, 3)).slice(1);
    expect(answers[0]?.header).toMatchObject({
      status: 'error',
      says: expect.stringContaining('unknown command'),
    });
    expect(answers[1]?.header).toEqual({ n: 1 });
    expect(server.served[0]?.error).toBeInstanceOf(UnknownCommand);
  });

  const throwing: Record<string, Handler> = {
    'a refusal later': async () => {
      await delay(1);
      throw new Error('no');
    },
    'at once': () => {
      throw new Error('no');
    },
    'a text': () => Promise.reject('no'),
    nothing: () => Promise.reject(undefined),
  };
  it.each(Object.keys(throwing))(
    'whose handler throws %s are answered, and the next is served',
    async (how) => {
      await using server = await openTestServer({ handlers: { [how]: throwing[how] as Handler, quick } });
      const peer = await afterHello(server);
      peer.write(frameOf({ cmd: how, filesize: 5 }, 'later'), frameOf({ cmd: 'quick', n: 1 }));
      const [, refusal, answer] = await answersOf(peer, 3);
      expect(refusal?.header).toMatchObject({ status: 'error' });
      expect(answer?.header).toEqual({ n: 1 });
    },
  );

  it('whose handler fails in the middle of its answer end the connection', async () => {
    const half: Handler = (_, connection) =>
      connection.stream(
        { status: 'ok' },
        {
          bytes: 10,
          chunks: (async function* () {
            yield Buffer.from('half');
            throw new Error('disk on fire');
          })(),
        },
      );
    await using server = await openTestServer({ handlers: { half, quick } });
    const peer = await afterHello(server);
    await answersOf(peer, 1);
    peer.write(frameOf({ cmd: 'half' }), frameOf({ cmd: 'quick', n: 1 }));
    await peer.untilEnd();
    expect(peer.frames(challengeBytes)).toHaveLength(1);
    expect(server.ends).toEqual(['broken off']);
    expect(server.served[0]).toMatchObject({ command: 'half', error: { message: 'disk on fire' } });
  });

  it('that are no frames end the connection', async () => {
    await using server = await openTestServer();
    const peer = (await afterHello(server)).write('GET / HTTP/1.1\r\n\r\n');
    await peer.untilEnd();
    expect(server.ends).toEqual(['header_length']);
  });

  it('end a handler that waits for more when the client goes away', async () => {
    const reasons: unknown[] = [];
    const wait: Handler = async (_, connection) => {
      await connection.receive().catch((error: unknown) => reasons.push(error));
      reasons.push(connection.signal.aborted);
    };
    await using server = await openTestServer({ handlers: { wait } });
    const peer = await afterHello(server);
    await answersOf(peer.write(frameOf({ cmd: 'wait' })), 1);
    peer.reset();
    await vi.waitFor(() => expect(reasons).toEqual([expect.any(ConnectionLost), true]), waiting);
    await vi.waitFor(() => expect(server.ends).toEqual(['reset']), waiting);
  });

  it('must come before the idle timeout', async () => {
    await using server = await openTestServer({ idleMs: 80 });
    const peer = await afterHello(server);
    await peer.untilEnd();
    expect(server.ends).toEqual(['idle']);
  });
});

describe('a plain peer', () => {
  it('may put several files in a row, and gets no answer', async () => {
    const names: unknown[] = [];
    const put: Handler = async ({ header, body }, connection) => {
      let text = '';
      for await (const chunk of body) text += chunk;
      names.push([header['filename'], text]);
      if (connection.isHelloDone) await connection.send({ status: 'ok' });
    };
    await using server = await openTestServer({ handlers: { put } });
    const peer = await server.openProved();
    for (const filename of ['a', 'b'])
      peer.write(frameOf({ cmd: 'put', filename, filesize: 4 }, `in ${filename}`));
    peer.stream.end();
    await peer.untilEnd();
    expect(names).toEqual([
      ['a', 'in a'],
      ['b', 'in b'],
    ]);
    expect(peer.received).toHaveLength(challengeBytes);
    expect(peer.end).toBe('end');
  });

  it.each(['quick', 'nope', 'get', 'sign-in'])('that asks for %s is closed without a byte', async (cmd) => {
    const handler = vi.fn<Handler>();
    await using server = await openTestServer({
      handlers: { quick: handler, get: handler, 'sign-in': handler },
    });
    const peer = await server.openProved();
    peer.write(frameOf({ cmd }));
    await peer.untilEnd();
    expect(peer.received).toHaveLength(challengeBytes);
    expect(handler).not.toHaveBeenCalled();
    expect(server.ends).toEqual(['refused']);
  });

  it('whose put fails is closed without a byte', async () => {
    const put: Handler = () => Promise.reject(new Error('full'));
    await using server = await openTestServer({ handlers: { put } });
    const peer = (await server.openProved()).write(frameOf({ cmd: 'put', filesize: 1 }, 'x'));
    await peer.untilEnd();
    expect(peer.received).toHaveLength(challengeBytes);
  });
});

describe('a client that reads nothing', () => {
  const big: Handler = (_, connection) => connection.send({ status: 'ok' }, Buffer.alloc(20_000));
  it.each<[string, object]>([
    ['requests', { cmd: 'big' }],
    ['unknown commands', { cmd: 'nope' }],
    ['hellos', { cmd: 'hello', protocol: 1, nonce }],
  ])('and floods with %s is made to wait, and the memory stays flat', async (_, header) => {
    const answerTo = () => ({ status: 'error', en: 'x'.repeat(1_000) });
    await using server = await openTestServer({ handlers: { big }, answerTo });
    const peer = await afterHello(server);
    await answersOf(peer, 1);
    peer.stream.pause();
    const flood = Buffer.concat(Array.from({ length: 5_000 }, () => frameOf(header)));
    const before = heldBytes();
    let sent = 0;
    let isWaiting = false;
    // Until the client has to wait, or the server holds far more answers in memory than it should.
    while (!isWaiting && sent < 32 * mebibyte) {
      const isTaken = new Promise((resolve) => peer.stream.write(flood, resolve));
      isWaiting = await isStuck(isTaken);
      sent += flood.length;
    }
    expect(isWaiting).toBe(true);
    expect(heldBytes() - before).toBeLessThan(8 * mebibyte);
  });
});

describe('stopping', () => {
  it('finishes a running request, and its answer arrives', async () => {
    let finish = (): void => {};
    let isRunning = false;
    const running: Handler = async (_, connection) => {
      await new Promise<void>((resolve) => {
        isRunning = true;
        finish = resolve;
      });
      await connection.send({ status: 'ok' }, Buffer.alloc(mebibyte, 'z'));
    };
    await using server = await openTestServer({ handlers: { running, quick } });
    const [idle, busy] = await Promise.all([afterHello(server), afterHello(server)]);
    await Promise.all([answersOf(idle, 1), answersOf(busy, 1)]);
    // The second one has not been begun when the server stops.
    busy.write(frameOf({ cmd: 'running' }), frameOf({ cmd: 'quick', n: 1 }));
    await vi.waitFor(() => expect(isRunning).toBe(true), waiting);
    let isStopped = false;
    const stopped = server.listener.stop(10_000).then(() => {
      isStopped = true;
    });
    expect(await idle.untilEnd()).toBe('end');
    expect(isStopped).toBe(false);
    await expect(server.openProved()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    finish();
    await busy.untilEnd();
    const answers = busy.frames(challengeBytes).slice(1);
    expect(answers.map(({ body }) => body.length)).toEqual([mebibyte]);
    idle.stream.end();
    busy.stream.end();
    await stopped;
    expect(server.limiter.connections).toBe(0);
  });

  it('waits for the end of a running conversation', async () => {
    const talk: Handler = async (_, connection) => {
      const next = await connection.receive();
      await connection.send({ heard: next?.header['cmd'] ?? 'nothing' });
    };
    await using server = await openTestServer({ handlers: { talk } });
    const peer = (await afterHello(server)).write(frameOf({ cmd: 'talk' }));
    await answersOf(peer, 1);
    await delay(20);
    const stopped = server.listener.stop(10_000);
    await delay(20);
    peer.write(frameOf({ cmd: 'last words' }));
    expect((await answersOf(peer, 2))[1]?.header).toEqual({ heard: 'last words' });
    await peer.untilEnd();
    peer.stream.end();
    await stopped;
  });

  it('cuts off a handler that is not done in time', async () => {
    const stuck: Handler = (_request: Frame, { signal }: Connection) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await using server = await openTestServer({ handlers: { stuck } });
    const peer = await afterHello(server);
    await answersOf(peer.write(frameOf({ cmd: 'stuck' })), 1);
    await delay(20);
    await server.listener.stop(100);
    await peer.untilEnd();
    await vi.waitFor(() => expect(server.ends).toEqual(['closed']), waiting);
    expect(server.limiter.connections).toBe(0);
  });

  it('may be asked for twice', async () => {
    await using server = await openTestServer();
    await Promise.all([server.listener.stop(1_000), server.listener.stop(1_000)]);
    await server.listener.stop(0);
  });
});
