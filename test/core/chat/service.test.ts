import { expect, test } from 'vitest';
import { chatService } from '#core/chat/service.ts';
import type { RecordSink } from '#lib/logger/logger.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';
import type { Address } from '#lib/net/address.ts';
import { Peer, PythonPeer, pythonIsMissing, wherePython } from './peer.ts';

interface OpenRoom extends AsyncDisposable {
  readonly address: Address;
  readonly log: readonly string[];
}

async function openRoom(): Promise<OpenRoom> {
  const log: string[] = [];
  const sink = {
    isEnabled: () => true,
    write: (...[, , , message]: Parameters<RecordSink['write']>) => void log.push(message),
  };
  const logger = new NamedLogger(sink, 'test');
  const { own } = chatService({ port: 8081, logger, uptimeMs: () => performance.now() });
  if (own?.protocol !== 'udp') throw new Error('the chat has a UDP port of its own');
  expect(own.port).toBe(8081);
  const room = await own.open({ host: '127.0.0.1', port: 0 });
  return { address: room.address, log, [Symbol.asyncDispose]: () => room.close() };
}

test('clients that send to one address get the messages of each other', async () => {
  await using room = await openRoom();
  await using egon = await Peer.open();
  await using yuan = await Peer.open();
  await egon.say('anybody?', room.address);
  expect(await egon.hear()).toContain('房间里只有你');
  await yuan.say('你好', room.address);
  expect(await egon.hear()).toBe(`${yuan.label} 你好`);
  await egon.say('hello', room.address);
  expect(await yuan.hear()).toBe(`${egon.label} hello`);
  expect(room.log).toEqual(
    [egon, yuan].map(
      ({ label }, index) => `聊天室 (chat room) joined address=${label.slice(1, -1)} members=${index + 1}`,
    ),
  );
});

test.skipIf(pythonIsMissing)(
  `programs that wait for an answer to each message take turns${wherePython}`,
  async () => {
    await using room = await openRoom();
    await using one = new PythonPeer('chat_client', room.address.port);
    await using other = new PythonPeer('chat_client', room.address.port);
    one.type('anybody?');
    expect(await one.printed()).toContain('you are alone here');
    other.type('你好');
    await expect.poll(() => room.log).toHaveLength(2);
    one.type('hello');
    // The message of the other client waited until this one received.
    expect(await one.printed()).toMatch(/\[127\.0\.0\.1:\d+\] 你好$/);
    expect(await other.printed()).toMatch(/\[127\.0\.0\.1:\d+\] hello$/);
  },
);
