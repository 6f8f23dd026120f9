import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { LineReader } from '#lib/terminal/line-reader.ts';

const lineCharsMax = 65_536;

/** All the lines of an input that is given in chunks; a line that is too long is undefined. */
async function linesOf(...chunks: (string | Buffer)[]): Promise<(string | undefined)[]> {
  const input = new PassThrough();
  const reader = new LineReader(input);
  for (const chunk of chunks) input.write(chunk);
  input.end();
  const lines = [];
  for (;;) {
    const line = await reader.next();
    if (line.kind === 'end') return lines;
    lines.push(line.kind === 'line' ? line.text : undefined);
  }
}

describe('lines', () => {
  test.each([
    ['', []],
    ['one', ['one']],
    ['one\n', ['one']],
    ['one\ntwo', ['one', 'two']],
    ['one\r\ntwo\r\n', ['one', 'two']],
    ['\n\n', ['', '']],
    ['a\rb\n', ['a\rb']],
    ['\ufeffone\ntwo\ufeff\n', ['one', 'two\ufeff']],
    [' spaces \t\n', [' spaces \t']],
  ])('%j', async (text, expected) => {
    expect(await linesOf(text)).toEqual(expected);
    expect(await linesOf(...bytes(text))).toEqual(expected);
  });
});

function bytes(text: string): Buffer[] {
  return Array.from(Buffer.from(text), (byte) => Buffer.of(byte));
}

test('characters that are cut between chunks come out whole', async () => {
  expect(await linesOf(...bytes('中文🍎\né'))).toEqual(['中文🍎', 'é']);
});

test('a line of 1 MB is refused, and the next one is whole', async () => {
  const megabyte = 'x'.repeat(2 ** 20);
  expect(await linesOf(megabyte, megabyte, '\nnext\n', 'x'.repeat(lineCharsMax), '\n')).toEqual([
    undefined,
    'next',
    'x'.repeat(lineCharsMax),
  ]);
  expect(await linesOf(megabyte)).toEqual([undefined]);
});

test('an input that ends or breaks, before or while a line is waited for, is at its end', async () => {
  for (const cut of [
    (input: PassThrough): unknown => input.end(),
    (input: PassThrough): unknown => input.destroy(new Error('EIO')),
  ]) {
    const input = new PassThrough();
    const reader = new LineReader(input);
    const waiting = reader.next();
    cut(input);
    expect(await waiting).toEqual({ kind: 'end' });
    expect(await reader.next()).toEqual({ kind: 'end' });
    expect(await new LineReader(input).next()).toEqual({ kind: 'end' });
  }
});

test.each([
  ['short', 'y', 1_000],
  ['long', 'y'.repeat(60_000), 1],
])('an endless input of %s lines waits until they are taken', async (_, text, count) => {
  const input = new PassThrough();
  const reader = new LineReader(input);
  let written = 0;
  while (written < 1_000 && input.write(`${text}\n`.repeat(count))) {
    written++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(input.isPaused()).toBe(true);
  expect(written).toBeLessThan(200);
  for (let line = 0; line < written * count; line++) {
    expect(await reader.next()).toEqual({ kind: 'line', text });
  }
  reader.close();
  expect(input.listenerCount('data')).toBe(0);
});
