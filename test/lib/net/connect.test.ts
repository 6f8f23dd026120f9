import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type ConnectFailure, type ConnectOptions, connect, connectPlain } from '#lib/net/connect.ts';
import { digestOf, serverProofOf } from '#lib/net/proof.ts';
import { frameOf, lengthOf } from '#test/kit/net/frames.ts';
import { challengeBytes, hmac, RawPeer } from '#test/kit/net/raw-peer.ts';
import { openRawServer } from '#test/kit/net/sockets.ts';
import { openTestServer, testKey } from '#test/kit/net/test-server.ts';
import { patienceMs } from '#test/kit/waiting.ts';

const unreachable = { host: '127.0.0.1', port: 1 };

/** Why a connection to this server fails, and the bytes that the server received. */
async function failureAt(
  serve: (peer: RawPeer, socket: Socket) => unknown,
  options: Partial<ConnectOptions> = {},
): Promise<{ failure: ConnectFailure; heard: string }> {
  const peers: RawPeer[] = [];
  using listener = await openRawServer((socket) => {
    const peer = new RawPeer(socket);
    peers.push(peer);
    void Promise.resolve(serve(peer, socket)).catch(() => {});
  });
  const error = await connect({ address: listener.address, key: testKey, timeoutMs: 400, ...options }).then(
    () => new Error('connected'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error && 'failure' in error)) throw error;
  return {
    failure: error.failure as ConnectFailure,
    heard: peers.map(({ received }) => received.toString()).join(),
  };
}

/** A server that sends a challenge, accepts any digest, and then answers hello like this. */
const answering =
  (answer: (nonce: Buffer) => Uint8Array | string, challenge = Buffer.alloc(challengeBytes, 1)) =>
  async (peer: RawPeer): Promise<void> => {
    peer.write(challenge);
    const [hello] = await peer.untilFrames(1, challengeBytes);
    peer.write(answer(Buffer.from(String(hello?.header['nonce']), 'hex')));
  };

const rightAnswer = (nonce: Buffer, changes: object = {}): Buffer =>
  frameOf({ status: 'ok', protocol: 1, proof: serverProofOf(testKey, nonce).toString('hex'), ...changes });

describe('a server that knows the key', () => {
  it('is connected to', async () => {
    using listener = await openRawServer((socket) => {
      const peer = new RawPeer(socket);
      void answering((nonce) => rightAnswer(nonce))(peer).then(() => peer.write(frameOf({ n: 1 })));
    });
    const connection = await connect({ address: listener.address, key: testKey, timeoutMs: patienceMs });
    expect(connection.isHelloDone).toBe(true);
    expect((await connection.receive())?.header).toEqual({ n: 1 });
    connection.lose('done');
  });

  it('is connected to by name', async () => {
    await using server = await openTestServer();
    const address = { host: 'localhost', port: server.address.port };
    expect((await server.connect({ address })).isHelloDone).toBe(true);
  });

  it('is sent another nonce every time', async () => {
    const nonces = new Set<string>();
    using listener = await openRawServer((socket) => {
      void answering((nonce) => {
        nonces.add(nonce.toString('hex'));
        return rightAnswer(nonce);
      })(new RawPeer(socket));
    });
    for (let n = 0; n < 20; n++)
      (await connect({ address: listener.address, key: testKey, timeoutMs: patienceMs })).lose('done');
    expect(nonces.size).toBe(20);
    expect([...nonces].every((nonce) => /^[\da-f]{64}$/.test(nonce))).toBe(true);
  });
});

describe('a server that does not know the key', () => {
  it.each<[string, (nonce: Buffer) => Uint8Array | string]>([
    ['no proof', () => frameOf({ status: 'ok', protocol: 1 })],
    [
      'a proof by another key',
      (nonce) => rightAnswer(nonce, { proof: hmac(Buffer.alloc(32), nonce).toString('hex') }),
    ],
    [
      "the nonce's digest instead",
      (nonce) => rightAnswer(nonce, { proof: digestOf(testKey, nonce).toString('hex') }),
    ],
    ['the proof of another nonce', () => rightAnswer(Buffer.alloc(32))],
    [
      'half a proof',
      (nonce) => rightAnswer(nonce, { proof: serverProofOf(testKey, nonce).toString('hex').slice(2) }),
    ],
    [
      'a proof and a byte',
      (nonce) => rightAnswer(nonce, { proof: `${serverProofOf(testKey, nonce).toString('hex')}00` }),
    ],
    ['a proof that is a list', (nonce) => rightAnswer(nonce, { proof: [...serverProofOf(testKey, nonce)] })],
    ['a proof, but an error status', (nonce) => rightAnswer(nonce, { status: 'error' })],
    ['a proof, but no protocol', (nonce) => rightAnswer(nonce, { protocol: undefined })],
    ['a protocol in words', (nonce) => rightAnswer(nonce, { protocol: 'one' })],
    ['HTTP', () => 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['a frame that is no object', () => frameOf('[1,2,3]')],
    ['half a frame, and leaves', () => lengthOf(100)],
    ['its own challenge', () => Buffer.alloc(challengeBytes, 1)],
  ])('answers hello with %s', async (answers, answer) => {
    const { failure, heard } = await failureAt(async (peer, socket) => {
      await answering(answer)(peer);
      if (answers.endsWith('leaves')) socket.end();
    });
    expect(failure).toBe('foreign_server');
    // The client sends its digest and hello, and nothing more: no password.
    expect(heard).toMatch(/"cmd":"hello"/);
    expect(heard.split('"cmd"')).toHaveLength(2);
  });

  it('sends our own bytes back to us', async () => {
    const { failure } = await failureAt((peer, socket) => {
      peer.write(Buffer.alloc(challengeBytes, 1));
      socket.on('data', (chunk) => socket.write(chunk));
    });
    expect(failure).toBe('foreign_server');
  });

  it('cannot replay the answer of a real one', async () => {
    let recorded: Buffer | undefined;
    const record = answering((nonce) => {
      recorded = rightAnswer(nonce);
      return recorded;
    });
    using listener = await openRawServer((socket) => void record(new RawPeer(socket)));
    (await connect({ address: listener.address, key: testKey, timeoutMs: patienceMs })).lose('done');
    expect((await failureAt(answering(() => recorded ?? ''))).failure).toBe('foreign_server');
  });
});

describe('the failure is', () => {
  const closing: Record<string, (socket: Socket) => unknown> = {
    ends: (socket) => socket.end(),
    resets: (socket) => socket.resetAndDestroy(),
  };
  it.each(Object.keys(closing))('closed_at_once, when a server %s at once', async (how) => {
    const { failure } = await failureAt((_, socket) => closing[how]?.(socket));
    expect(failure).toBe('closed_at_once');
  });

  it.each(Object.keys(closing))('wrong_key, when it %s after the digest', async (how) => {
    const { failure } = await failureAt(async (peer, socket) => {
      await peer.write(Buffer.alloc(challengeBytes)).untilBytes(32);
      closing[how]?.(socket);
    });
    expect(failure).toBe('wrong_key');
  });

  it('closed_at_once, when no key was asked for and it ends', async () => {
    const { failure } = await failureAt((_, socket) => socket.end(), { key: undefined });
    expect(failure).toBe('closed_at_once');
  });

  it('foreign_server, when it asks for a key although none is expected', async () => {
    const { failure } = await failureAt((peer) => peer.write(Buffer.alloc(challengeBytes, 0xee)), {
      key: undefined,
    });
    expect(failure).toBe('foreign_server');
  });

  it.each([0, 2, 3, 99, 2 ** 40, -1])('protocol_version, when it speaks version %i', async (protocol) => {
    const { failure } = await failureAt(answering((nonce) => rightAnswer(nonce, { protocol })));
    expect(failure).toBe('protocol_version');
    const refusal = frameOf({ status: 'error', protocol });
    expect((await failureAt(answering(() => refusal))).failure).toBe('protocol_version');
  });

  it('unreachable, when the port is closed', async () => {
    const error = connect({ address: unreachable, key: testKey, timeoutMs: patienceMs });
    await expect(error).rejects.toMatchObject({ failure: 'unreachable' });
    const plain = connectPlain({ address: unreachable, key: testKey, timeoutMs: patienceMs });
    await expect(plain).rejects.toMatchObject({ failure: 'unreachable' });
  });

  it('unknown_host, when there is no such name', async () => {
    const address = { host: 'no-such-host.invalid', port: 1 };
    const error = connect({ address, key: testKey, timeoutMs: patienceMs });
    await expect(error).rejects.toMatchObject({ failure: 'unknown_host' });
  });

  it.each<[string, (peer: RawPeer) => unknown]>([
    ['says nothing', () => {}],
    ['says half a challenge', (peer) => peer.write('half')],
    ['takes the digest and says nothing', (peer) => peer.write(Buffer.alloc(challengeBytes))],
    ['drips its answer', (peer) => answering(() => lengthOf(100))(peer).then(() => drip(peer))],
    ['drips its challenge', (peer) => drip(peer)],
  ])('no_answer, in time, when it %s', async (_, serve) => {
    const startedMs = performance.now();
    expect((await failureAt(serve, { timeoutMs: 150 })).failure).toBe('no_answer');
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});

async function drip(peer: RawPeer): Promise<void> {
  for (let n = 0; n < 20 && !peer.stream.destroyed; n++) {
    peer.write('"');
    await delay(20);
  }
}

describe('giving up', () => {
  it.each(['before', 'during'])('rejects with the reason of the signal, aborted %s it', async (when) => {
    const abort = new AbortController();
    const reason = new Error('left');
    const ends: Promise<unknown>[] = [];
    using listener = await openRawServer((socket) => {
      ends.push(new RawPeer(socket).untilEnd());
      abort.abort(reason);
    });
    if (when === 'before') abort.abort(reason);
    const connecting = connect({
      address: listener.address,
      key: testKey,
      timeoutMs: 60_000,
      signal: abort.signal,
    });
    await expect(connecting).rejects.toBe(reason);
    await Promise.all(ends);
    expect(ends).toHaveLength(when === 'before' ? 0 : 1);
  });

  it('after it is connected changes nothing', async () => {
    await using server = await openTestServer();
    const abort = new AbortController();
    const connection = await server.connect({ signal: abort.signal });
    abort.abort(new Error('left'));
    await delay(20);
    expect(connection.signal.aborted).toBe(false);
  });

  it('and any other end leaves no timer behind', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    await failureAt((_, socket) => socket.end(), { timeoutMs: 60_000 });
    expect(timers()).toBeLessThanOrEqual(before);
  });
});

it('connects plainly: proves the key, and sends no hello', async () => {
  await using server = await openTestServer({
    listener: { serve: async ({ stream }) => new Promise((done) => stream.end('bytes', done)) },
  });
  const stream = await connectPlain({ address: server.address, key: testKey, timeoutMs: patienceMs });
  expect((await new RawPeer(stream).untilBytes(5)).toString()).toBe('bytes');
  stream.destroy();
});
