import { describe, expect, test } from 'vitest';
import { AddressBook } from '#core/chat/address-book.ts';
import { type Exchange, type Message, openExchange } from '#core/chat/exchange.ts';
import { AppError } from '#core/errors.ts';
import type { Address } from '#lib/net/address.ts';
import { openDatagrams } from '#lib/net/datagrams.ts';
import { TestClock } from '#test/kit/clock.ts';
import { forEachTest } from '#test/kit/lifetime.ts';
import { Inbox, Peer, PythonPeer, pythonIsMissing, wherePython } from './peer.ts';

const anyPort = { host: '127.0.0.1', port: 0 };

const lifetime = forEachTest();

interface Options {
  readonly ownAddress?: Address;
  readonly book?: Readonly<Record<string, Address>>;
  readonly partner?: string;
}

/** An exchange, the messages that it receives, and the number of floods. */
async function openTestExchange({ ownAddress = anyPort, book = {}, partner }: Options) {
  const clock = new TestClock();
  const inbox = new Inbox<Message>();
  const floods = { count: 0 };
  const exchange: Exchange = await openExchange({
    ownAddress,
    book: new AddressBook(new Map(Object.entries(book))),
    partner,
    uptimeMs: () => clock.uptimeMs(),
    onMessage: (message) => inbox.put(message),
    onFlood: () => floods.count++,
  });
  lifetime.defer(() => exchange.close());
  return { exchange, inbox, floods, clock };
}

async function refusalOf(options: Options): Promise<{ code: string; exitCode: number; en: string }> {
  try {
    await openTestExchange(options);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, exitCode: error.exitCode, en: error.text.en };
    throw error;
  }
  throw new Error('this was not refused');
}

test('both sides send at any time, one datagram for a message', async () => {
  await using peer = await Peer.open();
  const { exchange, inbox } = await openTestExchange({ book: { 哪吒: peer.address }, partner: '哪吒' });
  await exchange.send('你好');
  await exchange.send('在吗');
  expect([await peer.hear(), await peer.hear()]).toEqual(['你好', '在吗']);
  expect(peer.from).toEqual(exchange.address);
  await peer.say('在');
  await peer.say('你呢');
  expect([await inbox.next(), await inbox.next()]).toEqual([
    { from: peer.address, name: '哪吒', text: '在' },
    { from: peer.address, name: '哪吒', text: '你呢' },
  ]);
  expect(exchange.counts).toEqual({ sent: 2, received: 2, hidden: 0 });
});

describe('the sender of a message', () => {
  test('is the chosen partner, of several at one address; another sender is an address', async () => {
    await using peer = await Peer.open();
    await using stranger = await Peer.open();
    const book = { 金老板: peer.address, 哪吒: peer.address };
    const { exchange, inbox } = await openTestExchange({ book, partner: '哪吒' });
    await peer.say('a', exchange.address);
    expect(await inbox.next()).toMatchObject({ name: '哪吒' });
    await stranger.say('b', exchange.address);
    expect(await inbox.next()).toEqual({ from: stranger.address, name: undefined, text: 'b' });
    // Answers do not go to a stranger.
    await exchange.send('to you');
    expect(await peer.hear()).toBe('to you');
  });

  test('is the contact with the address, if no partner was chosen', async () => {
    await using peer = await Peer.open();
    const { exchange, inbox } = await openTestExchange({ book: { yuan: peer.address } });
    await peer.say('a', exchange.address);
    expect(await inbox.next()).toMatchObject({ name: 'yuan' });
  });
});

test('without a partner, answers go to the sender of the last message', async () => {
  await using one = await Peer.open();
  await using other = await Peer.open();
  const { exchange, inbox } = await openTestExchange({});
  expect(exchange.partner).toBeUndefined();
  await one.say('a', exchange.address);
  await inbox.next();
  await exchange.send('to one');
  await other.say('b', exchange.address);
  await inbox.next();
  await exchange.send('to other');
  expect([await one.hear(), await other.hear()]).toEqual(['to one', 'to other']);
});

describe('the local address', () => {
  test('has the port of the settings, or any other when that is taken', async () => {
    await using taken = await Peer.open();
    const { exchange } = await openTestExchange({ ownAddress: taken.address });
    expect(exchange.address.port).not.toBe(taken.address.port);
    expect(exchange.address.host).toBe('127.0.0.1');
  });

  test("is never the partner's address", async () => {
    const ownAddress = { host: '127.0.0.1', port: await freePort() };
    const { exchange } = await openTestExchange({ ownAddress, book: { egon: ownAddress }, partner: 'egon' });
    expect(exchange.address.port).not.toBe(ownAddress.port);
    const other = await openTestExchange({ ownAddress });
    expect(other.exchange.address).toEqual(ownAddress);
  });

  test('may be a name', async () => {
    const { exchange } = await openTestExchange({ ownAddress: { host: 'localhost', port: 0 } });
    expect(['127.0.0.1', '::1']).toContain(exchange.address.host);
  });
});

describe('is refused with one sentence', () => {
  test.each([
    [
      'a name that is not in the book',
      { partner: 'egno', book: { egon: anyPort } },
      'unknown_contact',
      'egon',
    ],
    [
      'an unknown host',
      { partner: 'egon', book: { egon: { host: 'no-such-host.invalid', port: 1 } } },
      'unknown_chat_host',
      'no-such-host.invalid',
    ],
    [
      'an address of another machine',
      { ownAddress: { host: '203.0.113.1', port: 0 } },
      'cannot_receive',
      'EADDRNOTAVAIL',
    ],
    [
      'a partner on another machine, from an address of this one only',
      { partner: 'egon', book: { egon: { host: '203.0.113.1', port: 8081 } } },
      'out_of_reach',
      '127.0.0.1',
    ],
    [
      'a partner of the other family of addresses',
      { partner: 'egon', book: { egon: { host: '::1', port: 8081 } } },
      'out_of_reach',
      '[::1]:8081',
    ],
  ] as const)('%s', async (_, options, code, named) => {
    const refusal = await refusalOf(options);
    expect(refusal).toMatchObject({ code, exitCode: 2 });
    expect(refusal.en).toContain(named);
  });
});

test('a message too long for a datagram is refused with the limit, and the longest arrives', async () => {
  await using peer = await Peer.open();
  const { exchange } = await openTestExchange({ book: { egon: peer.address }, partner: 'egon' });
  await expect(exchange.send('字'.repeat(21_836))).rejects.toMatchObject({
    code: 'message_too_long',
    text: { en: 'A message holds at most 65507 bytes, and this one has 65508. Shorten it.' },
  });
  await exchange.send('x'.repeat(65_507));
  expect(await peer.hear()).toHaveLength(65_507);
  expect(exchange.counts.sent).toBe(1);
});

test('an error of the network is reported with its reason', async () => {
  const { exchange } = await openTestExchange({
    ownAddress: { host: '0.0.0.0', port: 0 },
    // Broadcast: no ordinary socket may send there.
    book: { egon: { host: '255.255.255.255', port: 8081 } },
    partner: 'egon',
  });
  await expect(exchange.send('hello')).rejects.toMatchObject({
    code: 'not_sent',
    exitCode: 5,
    text: { en: expect.stringMatching(/255\.255\.255\.255:8081 \(E[A-Z]+\)/) },
  });
});

test('a message to a closed port is sent, and the next one, too', async () => {
  const closed = { host: '127.0.0.1', port: await freePort() };
  const { exchange } = await openTestExchange({ book: { egon: closed }, partner: 'egon' });
  for (let count = 0; count < 3; count++) await exchange.send('anybody?');
  expect(exchange.counts.sent).toBe(3);
});

test('a flood is reported once and dropped, and messages of the partner are kept', async () => {
  await using peer = await Peer.open();
  await using stranger = await Peer.open();
  const { exchange, inbox, floods, clock } = await openTestExchange({
    book: { egon: peer.address },
    partner: 'egon',
  });
  // In rounds, or the system drops datagrams when its buffer is full.
  for (let round = 1; round <= 100; round++) {
    await Promise.all(Array.from({ length: 20 }, () => stranger.say('spam', exchange.address)));
    await expect.poll(() => exchange.counts.received, { interval: 1 }).toBe(round * 20);
  }
  expect(inbox.count).toBe(100);
  expect(floods.count).toBe(1);
  expect(exchange.counts.hidden).toBe(1_900);
  await peer.say('hello', exchange.address);
  await expect.poll(() => inbox.count).toBe(101);
  clock.move(10_000);
  await stranger.say('sorry', exchange.address);
  await expect.poll(() => inbox.count).toBe(102);
});

test('a message of blanks is refused', async () => {
  await using peer = await Peer.open();
  const { exchange, inbox } = await openTestExchange({});
  for (const text of ['', ' \n', 'a']) await peer.say(text, exchange.address);
  expect((await inbox.next()).text).toBe('a');
});

describe('with a simple program on the other side', () => {
  test.skipIf(pythonIsMissing)(`that answers each message${wherePython}`, async () => {
    await using server = new PythonPeer('chat_server', 0);
    const port = Number(await server.printed());
    const book = { 哪吒: { host: '127.0.0.1', port } };
    const { exchange, inbox } = await openTestExchange({ book, partner: '哪吒' });
    for (const [message, answer] of [
      ['你好', '吃了吗'],
      ['吃了', '再见 👋'],
    ] as const) {
      await exchange.send(message);
      expect(await server.printed()).toBe(`127.0.0.1:${exchange.address.port} ${message}`);
      server.type(answer);
      expect(await inbox.next()).toMatchObject({ name: '哪吒', text: answer });
    }
  });

  test.skipIf(pythonIsMissing)(`that waits for an answer to each message${wherePython}`, async () => {
    const { exchange, inbox } = await openTestExchange({});
    await using client = new PythonPeer('chat_client', exchange.address.port);
    for (const [message, answer] of [
      ['你好', '吃了吗'],
      ['吃了', '再见 👋'],
    ] as const) {
      client.type(message);
      expect(await inbox.next()).toMatchObject({ name: undefined, text: message });
      await exchange.send(answer);
      expect(await client.printed()).toBe(`127.0.0.1:${exchange.address.port} ${answer}`);
    }
  });
});

async function freePort(): Promise<number> {
  const socket = await openDatagrams({ ...anyPort, onDatagram: () => {} });
  await socket.close();
  return socket.address.port;
}
