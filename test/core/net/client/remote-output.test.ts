import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { remoteOutput } from '#core/net/client/remote-output.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';

/** Writes the chunks to an output. @returns the whole output. */
async function through(chunks: readonly Uint8Array[], isTTY: boolean): Promise<Buffer> {
  const stream = Object.assign(new PassThrough({ highWaterMark: 1024 ** 2 }), { isTTY });
  const output = remoteOutput(stream);
  for (const chunk of chunks) await output.write(chunk);
  await output.end();
  stream.end();
  return Buffer.concat(await stream.toArray());
}

const hostile = Buffer.from('\x1b[31m红\x1b[0m\t\x1b[2J\x1b]0;title\x07\r\n\x9b5A\rend\x1b');
const cleaned = '\x1b[31m红\x1b[0m\t\ufffd[2J\ufffd]0;title\ufffd\n\ufffd5A\ufffdend\ufffd';
/** The output resets colours after every piece with a colour: the next text may be the app's own. */
const withoutResets = (text: string): string => text.replaceAll('\x1b[0m', '');

describe('on a terminal', () => {
  test('an output is cleaned; line feeds, tabs and colours stay', async () => {
    const shown = await through([hostile], true);
    expect(withoutResets(`${shown}`)).toBe(withoutResets(cleaned));
  });

  test('wherever it is cut', async () => {
    for (let at = 0; at <= hostile.length; at++) {
      const shown = await through([hostile.subarray(0, at), hostile.subarray(at)], true);
      expect([at, withoutResets(`${shown}`)]).toEqual([at, withoutResets(cleaned)]);
    }
  });

  test('into single bytes, too', async () => {
    const shown = await through(
      Array.from(hostile, (_, index) => hostile.subarray(index, index + 1)),
      true,
    );
    expect(withoutResets(`${shown}`)).toBe(withoutResets(cleaned));
  });

  test('bytes that are no UTF-8 are marked', async () => {
    expect(`${await through([Buffer.from([0x61, 0xff, 0xe4, 0xb8])], true)}`).toBe('a\ufffd\ufffd');
  });
});

describe('into a file or a pipe', () => {
  test('an output goes as it is', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    expect(await through([bytes, hostile], false)).toEqual(Buffer.concat([bytes, hostile]));
  });

  test('a write waits until there is room', async () => {
    const stream = new PassThrough({ highWaterMark: 10 });
    const output = remoteOutput(stream);
    expect(output.write(Buffer.alloc(5))).toBeUndefined();
    let hasRoom = false;
    const waiting = Promise.resolve(output.write(Buffer.alloc(20))).then(() => {
      hasRoom = true;
    });
    await new Promise(setImmediate);
    expect(hasRoom).toBe(false);
    stream.resume();
    await waiting;
  });

  test('a waiting write and a later one fail when the reader has gone', async () => {
    const stream = new PassThrough({ highWaterMark: 10 });
    const output = remoteOutput(stream);
    const waiting = Promise.resolve(output.write(Buffer.alloc(20)));
    stream.destroy(Object.assign(new Error('write'), { code: 'EPIPE' }));
    const unread = new ExitRequested('unread');
    await expect(waiting).rejects.toEqual(unread);
    expect(() => output.write(Buffer.alloc(1))).toThrow(unread);
  });

  test('writes to an output that may be lost are dropped then, as those to standard error', async () => {
    const stream = new PassThrough({ highWaterMark: 10 });
    const output = remoteOutput(stream, { mayBeLost: true });
    const waiting = output.write(Buffer.alloc(20));
    stream.destroy(Object.assign(new Error('write'), { code: 'EPIPE' }));
    await waiting;
    expect(output.write(Buffer.alloc(1))).toBeUndefined();
  });
});
