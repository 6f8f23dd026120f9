import { describe, expect, it } from 'vitest';
import type { Address } from '#lib/net/address.ts';
import { type AskOptions, askDatagram } from '#lib/net/ask-datagram.ts';
import { type Datagrams, openDatagrams } from '#lib/net/datagrams.ts';
import { forEachTest } from '#test/kit/lifetime.ts';

const lifetime = forEachTest();

/** @param answer called with the number of the datagram, from 1; no result means no answer. */
async function server(answer: (count: number) => string | undefined) {
  const received: string[] = [];
  const socket: Datagrams = await openDatagrams({
    host: '127.0.0.1',
    port: 0,
    onDatagram(data, from) {
      received.push(String(data));
      const text = answer(received.length);
      if (text !== undefined) void socket.send(Buffer.from(text), from);
    },
  });
  lifetime.defer(() => socket.close());
  return { received, address: socket.address, close: () => socket.close() };
}

const asked = (to: Address, options: Partial<AskOptions> = {}) =>
  askDatagram({
    question: Buffer.from('?'),
    to,
    tries: 3,
    tryMs: 10_000,
    signal: new AbortController().signal,
    ...options,
  });

describe('askDatagram', () => {
  it('takes the first answer', async () => {
    const { address, received } = await server((count) => `answer ${count}`);
    expect(await asked(address)).toEqual({ status: 'answered', data: Buffer.from('answer 1') });
    expect(received).toEqual(['?']);
  });

  it('accepts an empty answer', async () => {
    const { address } = await server(() => '');
    expect(await asked(address)).toEqual({ status: 'answered', data: Buffer.alloc(0) });
  });

  it('asks again when a datagram is lost', async () => {
    const { address, received } = await server((count) => (count === 3 ? 'answer' : undefined));
    expect(await asked(address, { tryMs: 50 })).toMatchObject({ status: 'answered' });
    expect(received).toEqual(['?', '?', '?']);
  });

  it('gives up after the last try', async () => {
    const { address, received } = await server(() => undefined);
    expect(await asked(address, { tryMs: 20 })).toEqual({ status: 'silent' });
    expect(received).toEqual(['?', '?', '?']);
  });

  it('fails at once when the port is closed', async () => {
    const { address, close } = await server(() => undefined);
    await close();
    // If it waited, the test would reach its own time limit.
    expect(await asked(address, { tryMs: 60_000 })).toMatchObject({
      status: 'failed',
      error: { code: 'ECONNREFUSED' },
    });
  });

  it.each([
    ['an unknown name', { to: { host: 'no..such.host', port: 9 } }, 'ENOTFOUND'],
    ['too long a question', { question: Buffer.alloc(70_000) }, 'EMSGSIZE'],
  ])('says why it cannot ask: %s', async (_, options, code) => {
    const { address } = await server(() => undefined);
    expect(await asked(address, options)).toMatchObject({
      status: 'failed',
      error: { code },
    });
  });

  it("stops when its signal aborts, with the signal's reason", async () => {
    const exiting = new AbortController();
    const reason = new Error('left');
    const { address, received } = await server((count) => {
      exiting.abort(reason);
      return count === 1 ? undefined : 'answer';
    });
    await expect(asked(address, { signal: exiting.signal })).rejects.toBe(reason);
    await expect(asked(address, { signal: exiting.signal })).rejects.toBe(reason);
    // Nothing more is sent then: the next datagram comes from another socket.
    expect(await asked(address, { question: Buffer.from('next') })).toMatchObject({ status: 'answered' });
    expect(received).toEqual(['?', 'next']);
  });
});
