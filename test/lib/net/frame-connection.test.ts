import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { readBody } from '#lib/net/body.ts';
import { ConnectionLost, type Frame } from '#lib/net/connection.ts';
import { FrameConnection } from '#lib/net/frame-connection.ts';
import type { FrameDeadlines } from '#lib/net/frame-deadlines.ts';
import { FrameError } from '#lib/net/frame-error.ts';
import { undoing } from '#test/kit/lifetime.ts';
import { decodeAll, frameOf, lengthOf } from '#test/kit/net/frames.ts';
import { heldBytes, mebibyte } from '#test/kit/net/memory.ts';
import { RawPeer } from '#test/kit/net/raw-peer.ts';
import { socketPair } from '#test/kit/net/sockets.ts';
import { isStuck, stopTimers, untilTrue } from '#test/kit/net/still-timers.ts';
import { waiting } from '#test/kit/waiting.ts';

/** A connection under test, and the raw socket at its other end. */
async function open(deadlines: Partial<FrameDeadlines> = {}) {
  const pair = await socketPair();
  const { client: socket, server: stream } = pair;
  const peer = { host: '127.0.0.1', port: 1 };
  const connection = new FrameConnection({ id: 'c1', stream, peer, deadlines });
  return {
    connection,
    socket,
    stream,
    [Symbol.dispose]() {
      connection.lose('done');
      pair[Symbol.dispose]();
    },
  };
}

const lostBy = (reason: string) => expect.objectContaining({ name: 'ConnectionLost', reason });

async function bodyOf({ body }: Frame): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Stops reading, so that the sender has to wait. */
const stopReading = (socket: Socket): Socket => socket.pause();

describe('receiving', () => {
  it('gives frames in order, and undefined after the last', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    socket.end(Buffer.concat([frameOf({ n: 1 }), frameOf({ n: 2, data_size: 3 }, 'abc'), frameOf({ n: 3 })]));
    const first = await connection.receive();
    expect(first).toMatchObject({ header: { n: 1 }, bodyBytes: 0 });
    const second = await connection.receive();
    expect(second && (await bodyOf(second))).toBe('abc');
    expect((await connection.receive())?.header).toEqual({ n: 3 });
    expect(await connection.receive()).toBeUndefined();
    expect(await connection.receive()).toBeUndefined();
    expect(connection.signal.aborted).toBe(false);
  });

  it('reports that the peer has ended, also without a receiver, and when it is lost', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    socket.write(frameOf({ n: 1 }));
    await connection.receive();
    expect(connection.ended.aborted).toBe(false);
    socket.end();
    await once(connection.ended, 'abort');
    expect(connection.signal.aborted).toBe(false);
    using lost = await open();
    lost.connection.lose('deadline');
    expect(lost.connection.ended.reason).toEqual(lostBy('deadline'));
  });

  it.each([10, 1_000_000])('skips an unread body of %i bytes', async (size) => {
    using opened = await open();
    const { connection, socket } = opened;
    socket.write(frameOf({ n: 1, filesize: size }, Buffer.alloc(size)));
    socket.write(frameOf({ n: 2 }));
    expect((await connection.receive())?.header).toMatchObject({ n: 1 });
    expect((await connection.receive())?.header).toEqual({ n: 2 });
  });

  it('skips the rest of a body that is partly read', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    socket.write(frameOf({ n: 1, filesize: 1_000_000 }, Buffer.alloc(1_000_000)));
    socket.write(frameOf({ n: 2 }));
    const begun = await connection.receive();
    for await (const chunk of begun?.body ?? []) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect((await connection.receive())?.header).toEqual({ n: 2 });
    // The skipped bytes must not be read as those of the next body.
    await expect(begun && bodyOf(begun)).rejects.toThrow('this body is over');
  });

  it('refuses a second call while one waits for the next frame', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    const first = connection.receive();
    await expect(connection.receive()).rejects.toThrow('two at once');
    socket.write(frameOf({ n: 1 }));
    expect((await first)?.header).toEqual({ n: 1 });
  });

  it('ends a waiting call when finish is called', async () => {
    using opened = await open();
    const { connection } = opened;
    const waiting = connection.receive();
    connection.finish();
    expect(await waiting).toBeUndefined();
  });

  it('throws at bytes that are no frame, and is lost', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await expect(connection.receive()).rejects.toThrow(FrameError);
    expect(connection.signal.reason).toEqual(lostBy('header_length'));
    await expect(connection.receive()).rejects.toEqual(lostBy('header_length'));
  });

  it.each([
    ['the length', Buffer.from([7, 0])],
    ['the header', frameOf({ cmd: 'echo' }).subarray(0, 9)],
    ['the body', frameOf({ filesize: 10 }, 'abc')],
  ])('is lost when the peer ends inside %s', async (_, bytes) => {
    using opened = await open();
    const { connection, socket } = opened;
    socket.end(bytes);
    const request = async () => {
      const started = await connection.receive();
      return started && bodyOf(started);
    };
    await expect(request()).rejects.toEqual(lostBy('truncated'));
    expect(connection.signal.aborted).toBe(true);
  });

  it('makes a sending peer wait while nothing is read', async () => {
    using opened = await open();
    const { connection, socket, stream } = opened;
    const before = heldBytes();
    const chunk = frameOf({ data_size: mebibyte }, Buffer.alloc(mebibyte));
    for (let sent = 0; sent < 64; sent++) socket.write(chunk);
    await vi.waitFor(() => expect(stream.isPaused()).toBe(true), waiting);
    // A while later the count is the same: nothing is received any more.
    const had = connection.receivedBytes;
    await delay(50);
    expect(connection.receivedBytes).toBe(had);
    expect(had).toBeLessThan(mebibyte);
    expect(heldBytes() - before).toBeLessThan(4 * mebibyte);
    // All of it is there once it is read.
    for (let received = 0; received < 64; received++) {
      const request = await connection.receive();
      let bytes = 0;
      for await (const part of request?.body ?? []) bytes += part.length;
      expect(bytes).toBe(mebibyte);
    }
  });
});

describe('deadlines', () => {
  const openStill = async (deadlines: Partial<FrameDeadlines> = {}) => {
    const timers = stopTimers();
    const opened = await open(deadlines);
    return {
      ...opened,
      [Symbol.dispose]() {
        opened[Symbol.dispose]();
        timers[Symbol.dispose]();
      },
    };
  };

  it('cuts off a peer that drips a header, though every byte comes soon', async () => {
    using opened = await openStill({ headerMs: 150 });
    const { connection, socket } = opened;
    const receive = expect(connection.receive(60_000)).rejects.toEqual(lostBy('deadline'));
    // The time begins with the first byte.
    await drip({ connection, socket, bytes: frameOf({ cmd: 'x'.repeat(2_000) }), times: 15, everyMs: 10 });
    expect(connection.signal.aborted).toBe(false);
    vi.advanceTimersByTime(10);
    await receive;
  });

  it('cuts off a peer that drips a body', async () => {
    using opened = await openStill({ bodyTickMs: 100, bodyTickBytes: 100 });
    const { connection, socket } = opened;
    socket.write(frameOf({ filesize: 10_000 }));
    const request = await connection.receive();
    const reading = expect(request && bodyOf(request)).rejects.toEqual(lostBy('deadline'));
    await drip({ connection, socket, bytes: Buffer.alloc(10_000), times: 10, everyMs: 10 });
    expect(connection.signal.aborted).toBe(false);
    vi.advanceTimersByTime(10);
    await reading;
  });

  it('cuts off a peer that drips a body that is being skipped', async () => {
    using opened = await openStill({ bodyTickMs: 100, bodyTickBytes: 100 });
    const { connection, socket } = opened;
    socket.write(frameOf({ filesize: 10_000 }));
    await connection.receive();
    const receive = expect(connection.receive()).rejects.toEqual(lostBy('deadline'));
    await drip({ connection, socket, bytes: Buffer.alloc(10_000), times: 10, everyMs: 10 });
    expect(connection.signal.aborted).toBe(false);
    vi.advanceTimersByTime(10);
    await receive;
  });

  it('waits for a body that comes fast enough', async () => {
    using opened = await openStill({ bodyTickMs: 50, bodyTickBytes: 2 });
    const { connection, socket } = opened;
    socket.write(frameOf({ filesize: 40 }));
    const request = await connection.receive();
    const body = request && bodyOf(request);
    await drip({ connection, socket, bytes: Buffer.alloc(40, 'x'), times: 40, everyMs: 20 });
    expect(await body).toBe('x'.repeat(40));
  });

  it('does not blame the peer for a slow reader', async () => {
    using opened = await openStill({ bodyTickMs: 40, bodyTickBytes: 10_000 });
    const { connection, socket } = opened;
    socket.write(frameOf({ filesize: 400_000 }, Buffer.alloc(400_000)));
    let bytes = 0;
    for await (const chunk of (await connection.receive())?.body ?? []) {
      bytes += chunk.length;
      vi.advanceTimersByTime(60);
    }
    expect(bytes).toBe(400_000);
  });

  it('does not count while the handler of the request works', async () => {
    using opened = await openStill({ headerMs: 50, bodyTickMs: 50 });
    const { connection, socket } = opened;
    const [first, second] = [frameOf({ n: 1 }), frameOf({ n: 2 })];
    socket.write(Buffer.concat([first, second.subarray(0, 6)]));
    await connection.receive();
    await untilTrue(() => connection.receivedBytes === first.length + 6);
    vi.advanceTimersByTime(200);
    expect(connection.signal.aborted).toBe(false);
    socket.write(second.subarray(6));
    expect((await connection.receive())?.header).toEqual({ n: 2 });
  });

  it('cuts off a peer that does not read', async () => {
    using opened = await openStill({ drainMs: 150 });
    const { connection, socket } = opened;
    stopReading(socket);
    const sending = connection.send({ status: 'ok' }, Buffer.alloc(32 * mebibyte));
    vi.advanceTimersByTime(149);
    expect(connection.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    await expect(sending).rejects.toEqual(lostBy('deadline'));
  });

  it('cuts off an idle peer, but not one whose request runs', async () => {
    using opened = await openStill();
    const { connection, socket } = opened;
    socket.write(frameOf({ n: 1 }));
    await connection.receive(80);
    vi.advanceTimersByTime(200);
    socket.write(frameOf({ n: 2 }));
    expect((await connection.receive(80))?.header).toEqual({ n: 2 });
    const third = expect(connection.receive(80)).rejects.toEqual(lostBy('idle'));
    vi.advanceTimersByTime(79);
    expect(connection.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    await third;
  });
});

describe('sending', () => {
  it('writes the size of a body into its header', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    const peer = new RawPeer(socket.on('end', () => socket.end()));
    void connection.send({ status: 'ok' });
    void connection.send({ status: 'ok' }, Buffer.from('body'));
    void connection.send({ filesize: 3 }, Buffer.from('abc'));
    await connection.close();
    expect(peer.frames()).toEqual([
      { header: { status: 'ok' }, body: '' },
      { header: { status: 'ok', data_size: 4 }, body: 'body' },
      { header: { filesize: 3 }, body: 'abc' },
    ]);
  });

  it('waits for a reader that has stopped, and buffers no more meanwhile', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    stopReading(socket);
    const chunk = Buffer.alloc(mebibyte / 4);
    let sending: void | Promise<void>;
    do sending = connection.send({}, chunk);
    while (sending === undefined || !(await isStuck(sending)));
    const before = heldBytes();
    const waitingFor = Array.from({ length: 100 }, () => connection.send({ n: 1 }));
    expect(waitingFor.every((promise) => promise instanceof Promise)).toBe(true);
    expect(heldBytes() - before).toBeLessThan(mebibyte);
    new RawPeer(socket);
    socket.resume();
    await Promise.all(waitingFor);
  });

  it('streams a body no faster than it is read', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    stopReading(socket);
    let produced = 0;
    async function* chunks() {
      for (let n = 0; n < 256; n++) {
        produced++;
        yield Buffer.alloc(mebibyte / 4);
      }
    }
    const streaming = connection.stream({ cmd: 'put' }, { bytes: 64 * mebibyte, chunks: chunks() });
    let before = -1;
    await vi.waitFor(
      () => {
        const hasStopped = produced === before;
        before = produced;
        expect(hasStopped).toBe(true);
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(produced).toBeLessThan(100);
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    socket.resume();
    await streaming;
    socket.on('end', () => socket.end());
    await connection.close();
    expect(received).toBe(64 * mebibyte + frameOf({ cmd: 'put', data_size: 64 * mebibyte }).length);
  });

  it.each([
    ['shorter', 11, ['hello']],
    ['longer', 4, ['hello']],
    ['longer by a chunk', 5, ['hello', ' world']],
    ['missing', 1, []],
  ])('breaks off with a body that is %s than announced', async (_, bytes, texts) => {
    using opened = await open();
    const { connection, socket } = opened;
    const peer = new RawPeer(socket);
    const chunks = (async function* () {
      for (const text of texts) yield Buffer.from(text);
    })();
    await expect(connection.stream({}, { bytes, chunks })).rejects.toThrow('than its header says');
    expect(connection.signal.reason).toEqual(lostBy('broken off'));
    await peer.untilEnd();
    // Never a complete frame: the peer would believe it.
    expect(peer.received.length).toBeLessThan(
      frameOf({ data_size: bytes }).length + bytes + (bytes === 5 ? 1 : 0),
    );
  });

  it('throws the error of the source of a body, and ends the connection', async () => {
    using opened = await open();
    const { connection } = opened;
    const bug = new Error('disk on fire');
    const chunks = (async function* () {
      yield Buffer.from('half');
      throw bug;
    })();
    await expect(connection.stream({}, { bytes: 8, chunks })).rejects.toBe(bug);
    expect(connection.signal.aborted).toBe(true);
  });

  it('closes the source of a body when the peer goes away', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    let isClosed = false;
    const chunks = (async function* () {
      try {
        for (;;) yield Buffer.alloc(100_000);
      } finally {
        isClosed = true;
      }
    })();
    const streaming = connection.stream({}, { bytes: 2 ** 40, chunks });
    socket.once('data', () => socket.resetAndDestroy());
    await expect(streaming).rejects.toThrow(ConnectionLost);
    expect(isClosed).toBe(true);
  });
});

describe('the end', () => {
  it.each([
    ['at once', 0],
    // Longer than the peer is given to close its own side.
    ['a while later', 1_300],
  ])('lets everything arrive at a peer that reads %s', async (_, pauseMs) => {
    using __ = stopTimers();
    using opened = await open();
    const { connection, socket } = opened;
    stopReading(socket);
    const body = Buffer.alloc(8 * mebibyte, 'y');
    void connection.send({ status: 'ok' }, body);
    const closing = connection.close();
    vi.advanceTimersByTime(pauseMs);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).resume();
    await once(socket, 'end');
    socket.end();
    await closing;
    const [frame] = decodeAll([Buffer.concat(chunks)]);
    expect(frame?.body.length).toBe(body.length);
    expect(connection.signal.reason).toEqual(lostBy('closed'));
  });

  it('comes also when the peer never closes, never reads or never stops sending', async () => {
    using silent = await open();
    using deaf = await open({ drainMs: 200 });
    stopReading(deaf.socket);
    void deaf.connection.send({}, Buffer.alloc(16 * mebibyte));
    using loud = await open();
    const flood = setInterval(() => loud.socket.write(Buffer.alloc(1_000)), 1);
    using _ = undoing(() => clearInterval(flood));
    await Promise.all([silent, deaf, loud].map(({ connection }) => connection.close()));
    expect([silent, deaf, loud].map(({ stream }) => stream.destroyed)).toEqual([true, true, true]);
  });

  it('may come twice', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    socket.resume().on('end', () => socket.end());
    await Promise.all([connection.close(), connection.close()]);
    await connection.close();
  });

  it('keeps nothing running', async () => {
    using opened = await open({ headerMs: 60_000, bodyTickMs: 60_000, drainMs: 60_000 });
    const { connection, socket } = opened;
    stopReading(socket);
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    void connection.send({}, Buffer.alloc(16 * mebibyte));
    const receiving = connection.receive(60_000).catch(() => {});
    expect(timers()).toBeGreaterThan(before);
    connection.lose('done');
    await receiving;
    expect(timers()).toBe(before);
  });

  it.each(['receiving', 'in a header', 'in a body', 'sending', 'streaming', 'closing', 'at nothing'])(
    'is an ordinary rejection when the peer resets while it is %s',
    async (doing) => {
      using opened = await open();
      const { connection, socket } = opened;
      const work: Promise<unknown>[] = [];
      if (doing === 'receiving') work.push(connection.receive());
      if (doing === 'in a header') {
        socket.write(lengthOf(100));
        work.push(connection.receive());
      }
      if (doing === 'in a body') {
        socket.write(frameOf({ filesize: 100 }));
        work.push(connection.receive().then((request) => request && bodyOf(request)));
      }
      if (doing === 'sending') stopReading(socket);
      if (doing === 'sending') work.push(Promise.resolve(connection.send({}, Buffer.alloc(32 * mebibyte))));
      if (doing === 'streaming') {
        const chunks = (async function* () {
          for (;;) yield Buffer.alloc(100_000);
        })();
        work.push(connection.stream({}, { bytes: 2 ** 40, chunks }));
      }
      if (doing === 'closing') await Promise.all([connection.close(), socket.resetAndDestroy()]);
      await delay(20);
      socket.resetAndDestroy();
      const outcomes = await Promise.allSettled(work);
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'ConnectionLost' } });
      await vi.waitFor(() => expect(connection.signal.aborted).toBe(true), waiting);
      expect(() => connection.send({})).toThrow(ConnectionLost);
    },
  );

  it('rejects with ConnectionLost after a reset at any byte', async () => {
    const bytes = Buffer.concat([frameOf({ n: 1 }), frameOf({ n: 2, filesize: 50 }, Buffer.alloc(50))]);
    for (let cut = 0; cut <= bytes.length; cut++) {
      using opened = await open();
      const { connection, socket } = opened;
      socket.write(bytes.subarray(0, cut), () => socket.resetAndDestroy());
      const received = (async () => {
        for (;;) {
          const request = await connection.receive();
          if (request === undefined) return;
          await bodyOf(request);
          void connection.send({ status: 'ok' });
        }
      })();
      await expect(received).rejects.toThrow(ConnectionLost);
    }
  });
});

describe('readBody', () => {
  it('joins the pieces, and refuses a body that is too long before reading it', async () => {
    using opened = await open();
    const { connection, socket } = opened;
    const body = Buffer.from('0123456789'.repeat(10_000));
    socket.write(frameOf({ data_size: body.length }));
    const request = await connection.receive();
    for (let at = 0; at < body.length; at += 33_333) socket.write(body.subarray(at, at + 33_333));
    expect(request && (await readBody(request, body.length)).equals(body)).toBe(true);
    socket.write(frameOf({ data_size: 2 ** 50 }));
    const huge = await connection.receive();
    await expect(huge && readBody(huge, 1024)).rejects.toMatchObject({ fault: 'body_size' });
    expect(connection.signal.aborted).toBe(false);
  });
});

interface Drip {
  readonly connection: FrameConnection;
  readonly socket: Socket;
  readonly bytes: Buffer;
  readonly times: number;
  readonly everyMs: number;
}

/** Sends one byte at a time; each has arrived before the stopped timers are moved on and the next one is sent. */
async function drip({ connection, socket, bytes, times, everyMs }: Drip): Promise<void> {
  const before = connection.receivedBytes;
  for (let n = 0; n < times; n++) {
    if (n > 0) vi.advanceTimersByTime(everyMs);
    socket.write(bytes.subarray(n, n + 1));
    await untilTrue(() => connection.receivedBytes === before + n + 1 || connection.signal.aborted);
  }
}
