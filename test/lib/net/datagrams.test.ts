import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  type ConnectedDatagrams,
  connectDatagrams,
  type DatagramOptions,
  type Datagrams,
  datagramBytesMax,
  openDatagrams,
} from '#lib/net/datagrams.ts';
import { forEachTest } from '#test/kit/lifetime.ts';

const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);
const whereIPv6 = hasIPv6 ? '' : ' (skipped: this machine has no ::1)';

const lifetime = forEachTest();

/** A queue whose reader waits for the next item. */
function inbox<T>() {
  const arrived: T[] = [];
  const waiting: ((thing: T) => void)[] = [];
  return {
    arrived,
    put(thing: T): void {
      const next = waiting.shift();
      if (next === undefined) arrived.push(thing);
      else next(thing);
    },
    async take(): Promise<T> {
      return arrived.shift() ?? new Promise((resolve) => waiting.push(resolve));
    },
  };
}

async function opened(options: Partial<DatagramOptions> = {}): Promise<Datagrams> {
  const socket = await openDatagrams({ host: '127.0.0.1', port: 0, onDatagram: () => {}, ...options });
  lifetime.defer(() => socket.close());
  return socket;
}

/** A server that sends everything back. */
async function echo(host = '127.0.0.1'): Promise<Datagrams> {
  const socket: Datagrams = await opened({ host, onDatagram: (data, from) => void socket.send(data, from) });
  return socket;
}

async function connected(port: number, host = '127.0.0.1') {
  const answers = inbox<Buffer>();
  const errors = inbox<Error>();
  const socket: ConnectedDatagrams = await connectDatagrams({
    to: { host, port },
    onDatagram: answers.put,
    onError: errors.put,
  });
  lifetime.defer(() => socket.close());
  return { socket, answers, errors };
}

/** A port without a listener. */
async function freePort(): Promise<number> {
  const { address, close } = await opened();
  await close();
  return address.port;
}

describe('an open socket', () => {
  it('delivers datagrams as they were sent, with the address of the sender', async () => {
    const received = inbox<[Buffer, number]>();
    const server = await opened({ onDatagram: (data, from) => received.put([data, from.port]) });
    const client = await opened();
    for (const text of ['', 'hello', '你好'.repeat(1000), 'x'.repeat(datagramBytesMax)]) {
      await client.send(Buffer.from(text), server.address);
      expect(await received.take()).toEqual([Buffer.from(text), client.address.port]);
    }
  });

  it('sends to a name, too', async () => {
    const received = inbox<Buffer>();
    const server = await opened({ onDatagram: received.put });
    await (await opened()).send(Buffer.from('x'), { host: 'localhost', port: server.address.port });
    expect(String(await received.take())).toBe('x');
  });

  it.skipIf(!hasIPv6)(`speaks IPv6${whereIPv6}`, async () => {
    const answers = inbox<[Buffer, string]>();
    const client = await opened({ host: '::1', onDatagram: (data, from) => answers.put([data, from.host]) });
    await client.send(Buffer.from('x'), (await echo('::1')).address);
    expect(await answers.take()).toEqual([Buffer.from('x'), '::1']);
  });

  it.each([
    ['too long', 'x'.repeat(datagramBytesMax + 1), { host: '127.0.0.1', port: 9 }, 'EMSGSIZE'],
    ['to an unknown name', 'x', { host: 'no..such.host', port: 9 }, 'ENOTFOUND'],
    ['to port 0', 'x', { host: '127.0.0.1', port: 0 }, 'ERR_SOCKET_BAD_PORT'],
    ['to a port above all', 'x', { host: '127.0.0.1', port: 65_536 }, 'ERR_SOCKET_BAD_PORT'],
  ])('says that a datagram was not sent: %s', async (_, text, to, code) => {
    const socket = await opened();
    await expect(socket.send(Buffer.from(text), to)).rejects.toMatchObject({ code });
    const server = await echo();
    await expect(socket.send(Buffer.from('still alive'), server.address)).resolves.toBeUndefined();
  });

  it('stays usable after it sent to a closed port', async () => {
    const answers = inbox<Buffer>();
    const socket = await opened({ onDatagram: answers.put });
    const port = await freePort();
    for (let time = 0; time < 10; time++) await socket.send(Buffer.from('x'), { host: '127.0.0.1', port });
    await socket.send(Buffer.from('y'), (await echo()).address);
    expect(String(await answers.take())).toBe('y');
  });

  it('listens on a name, too', async () => {
    const { address } = await opened({ host: 'localhost' });
    expect(address.host).toBe('127.0.0.1');
    await expect(opened({ host: 'no..such.host' })).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('refuses a port that is taken, and an address that is not ours', async () => {
    const { address } = await opened();
    await expect(opened({ port: address.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(opened({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  });

  it('can be closed twice, and does not send afterwards', async () => {
    const socket = await opened();
    await Promise.all([socket.close(), socket.close()]);
    await socket.close();
    await expect(socket.send(Buffer.from('x'), { host: '127.0.0.1', port: 9 })).rejects.toMatchObject({
      code: 'ERR_SOCKET_DGRAM_NOT_RUNNING',
    });
    await opened({ port: socket.address.port });
  });
});

describe('a connected socket', () => {
  it.each(['127.0.0.1', 'localhost', ...(hasIPv6 ? ['::1'] : [])])(
    'asks and is answered at %s',
    async (host) => {
      const server = await echo(host === '::1' ? host : '127.0.0.1');
      const { socket, answers } = await connected(server.address.port, host);
      expect(socket.peer).toEqual(server.address);
      await socket.send(Buffer.from('你好'));
      expect(String(await answers.take())).toBe('你好');
    },
  );

  it('receives from its peer only', async () => {
    const server = await echo();
    const stranger = await opened();
    const { socket, answers } = await connected(server.address.port);
    await stranger.send(Buffer.from('forged'), socket.address);
    await socket.send(Buffer.from('true'));
    expect(String(await answers.take())).toBe('true');
    expect(answers.arrived).toEqual([]);
  });

  it('reports a closed port at once, and goes on when a server opens it', async () => {
    const port = await freePort();
    const { socket, answers, errors } = await connected(port);
    await socket.send(Buffer.from('x'));
    expect(await errors.take()).toMatchObject({ code: 'ECONNREFUSED' });
    const late: Datagrams = await opened({ port, onDatagram: (data, from) => void late.send(data, from) });
    await socket.send(Buffer.from('y'));
    expect(String(await answers.take())).toBe('y');
  });

  it('rejects an unknown name, a bad port, and a datagram that is too long', async () => {
    await expect(connected(9, 'no..such.host')).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
    await expect(connected(65_536)).rejects.toMatchObject({ code: 'ERR_SOCKET_BAD_PORT' });
    const { socket } = await connected((await echo()).address.port);
    await expect(socket.send(Buffer.alloc(datagramBytesMax + 1))).rejects.toMatchObject({ code: 'EMSGSIZE' });
  });

  it('can be closed twice, and does not send afterwards', async () => {
    const { socket } = await connected(9);
    await Promise.all([socket.close(), socket.close()]);
    await expect(socket.send(Buffer.from('x'))).rejects.toMatchObject({
      code: 'ERR_SOCKET_DGRAM_NOT_RUNNING',
    });
  });
});
