import { describe, expect, it } from 'vitest';
import { FrameDecoder, headerBytesMax } from '#lib/net/frame-decoder.ts';
import { FrameError, type FrameFault } from '#lib/net/frame-error.ts';
import { decodeAll, frameOf, lengthOf } from '#test/kit/net/frames.ts';
import { heldBytes, mebibyte } from '#test/kit/net/memory.ts';
import { sampleFrames } from './frame-samples.ts';
import { decodeMutated } from './mutated-frames.ts';

const samples = sampleFrames(200);
const expected = samples.map(({ header, body }) => ({ header, body }));
const stream = Buffer.concat(samples.map(({ bytes }) => bytes));

describe('any split and any merge', () => {
  it('all in one chunk', () => {
    expect(decodeAll([stream])).toEqual(expected);
  });

  it('byte by byte', () => {
    const bytes = Array.from(stream, (_, at) => stream.subarray(at, at + 1));
    expect(decodeAll(bytes)).toEqual(expected);
  });

  it('a frame a chunk, and empty chunks in between', () => {
    const chunks = samples.flatMap(({ bytes }) => [bytes, Buffer.alloc(0)]);
    expect(decodeAll(chunks)).toEqual(expected);
  });

  it('cut in two at every byte of 200 frames', () => {
    let at = 0;
    for (const [index, { bytes }] of samples.entries()) {
      // With the frame before and the one after: left-over bytes must belong to the next frame.
      const [from, to] = [Math.max(0, index - 1), index + 2];
      const start = samples.slice(from, index).reduce((sum, before) => sum + before.bytes.length, 0);
      const around = Buffer.concat(samples.slice(from, to).map((one) => one.bytes));
      for (let cut = start; cut <= start + bytes.length; cut++) {
        const decoded = decodeAll([around.subarray(0, cut), around.subarray(cut)]);
        if (decoded.length !== expected.slice(from, to).length) expect.fail(`cut at ${at + cut}`);
        expect(decoded).toEqual(expected.slice(from, to));
      }
      at += bytes.length;
    }
  });

  it.each([2, 3, 5, 7, 64, 1024])('in chunks of %i bytes', (size) => {
    const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
      stream.subarray(index * size, (index + 1) * size),
    );
    expect(decodeAll(chunks)).toEqual(expected);
  });
});

describe('bodies', () => {
  it('are slices of the input, never copies', () => {
    const body = Buffer.alloc(100_000, 'x');
    const [first, second] = [frameOf({ data_size: 150_000 }, body), Buffer.alloc(50_000, 'y')];
    const decoder = new FrameDecoder();
    decoder.feed(first);
    expect(decoder.nextFrame()?.bodyBytes).toBe(150_000);
    const slice = decoder.takeBody();
    expect(slice).toHaveLength(100_000);
    expect(slice?.buffer).toBe(first.buffer);
    expect(decoder.bodyLeft).toBe(50_000);
    expect(decoder.takeBody()).toBeUndefined();
    decoder.feed(second);
    expect(decoder.takeWholeBody()?.buffer).toBe(second.buffer);
    expect(decoder.bodyLeft).toBe(0);
  });

  it('are given whole only when all of it is there', () => {
    const decoder = new FrameDecoder();
    decoder.feed(frameOf({ data_size: 4 }, 'abc'));
    decoder.nextFrame();
    expect(decoder.takeWholeBody()).toBeUndefined();
    expect(decoder.bodyLeft).toBe(4);
  });

  it('must be taken before the next frame, and chunks before the next chunk', () => {
    const decoder = new FrameDecoder();
    decoder.feed(frameOf({ data_size: 2 }, 'ab'));
    expect(() => decoder.feed(Buffer.from('more'))).toThrow('has not been used up');
    decoder.nextFrame();
    expect(() => decoder.nextFrame()).toThrow('has not been taken');
  });

  it.each([
    ['as large as a number can be', { filesize: Number.MAX_SAFE_INTEGER }, Number.MAX_SAFE_INTEGER],
    ['named twice alike', { filesize: 3, data_size: 3 }, 3],
    ['of nothing', { filesize: 0 }, 0],
    ['of minus nothing', '{"data_size":-0}', 0],
    ['written with an exponent', '{"data_size":1e3}', 1000],
    ['not named', { size: 3 }, 0],
    ['named inside another object', '{"__proto__":{"filesize":5},"constructor":{"data_size":5}}', 0],
    // As in Python's json, the last one counts.
    ['named twice under one key', '{"filesize":1,"filesize":4}', 4],
  ])('%s', (_, header, size) => {
    const decoder = new FrameDecoder();
    decoder.feed(frameOf(header));
    expect(decoder.nextFrame()?.bodyBytes).toEqual(expect.closeTo(size));
  });
});

const faultOf = (...chunks: Buffer[]): FrameFault | undefined => {
  try {
    decodeAll(chunks);
  } catch (error) {
    if (error instanceof FrameError) return error.fault;
    throw error;
  }
  return undefined;
};

describe('a FrameError is thrown for', () => {
  it.each<[string, Buffer, FrameFault]>([
    ['a negative length', lengthOf(-1), 'header_length'],
    ['the most negative length', lengthOf(-(2 ** 31)), 'header_length'],
    ['a length over the limit', lengthOf(headerBytesMax + 1), 'header_length'],
    ['the greatest length', lengthOf(2 ** 31 - 1), 'header_length'],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n'), 'header_length'],
    ['TLS', Buffer.from('1603010200010001fc0303', 'hex'), 'header_length'],
    ['an empty header', lengthOf(0), 'header_json'],
    ['half an object', frameOf('{"cmd":'), 'header_json'],
    ['two objects', frameOf('{}{}'), 'header_json'],
    ['a byte order mark', frameOf('\ufeff{}'), 'header_json'],
    ['single quotes', frameOf("{'cmd':1}"), 'header_json'],
    ['NaN', frameOf('{"filesize":NaN}'), 'header_json'],
    ['brackets without an end', frameOf('['.repeat(8000)), 'header_json'],
    ['an array', frameOf('[]'), 'header_object'],
    ['4,000 arrays in each other', frameOf('['.repeat(4000) + ']'.repeat(4000)), 'header_object'],
    ['null', frameOf('null'), 'header_object'],
    ['a text', frameOf('"put"'), 'header_object'],
    ['a number', frameOf('7'), 'header_object'],
    ['a byte that is no UTF-8', rawHeader([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'header_text'],
    ['an overlong slash', rawHeader([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]), 'header_text'],
    [
      'half a surrogate pair',
      rawHeader([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]),
      'header_text',
    ],
  ])('%s', (_, bytes, fault) => {
    expect(faultOf(bytes)).toBe(fault);
    expect(faultOf(...Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1)))).toBe(fault);
  });

  it.each([
    '-1',
    '1.5',
    '"5"',
    'null',
    'true',
    '[5]',
    '{}',
    '1e400',
    '9007199254740992',
    '-9007199254740993',
  ])('a size of %s', (size) => {
    expect(faultOf(frameOf(`{"filesize":${size}}`))).toBe('body_size');
    expect(faultOf(frameOf(`{"data_size":${size}}`))).toBe('body_size');
  });

  it.each([
    '{"filesize":1,"data_size":2}',
    '{"filesize":1,"data_size":null}',
    '{"filesize":null,"data_size":1}',
  ])('%s', (header) => {
    expect(faultOf(frameOf(header))).toBe('body_size');
  });

  it('a length is refused by its fourth byte, before anything is allocated for it', () => {
    const bytes = lengthOf(2 ** 31 - 1);
    const decoders = Array.from({ length: 1_000 }, () => new FrameDecoder());
    const before = heldBytes();
    for (const decoder of decoders) {
      decoder.feed(bytes);
      expect(() => decoder.nextFrame()).toThrow(FrameError);
    }
    expect(heldBytes() - before).toBeLessThan(10 * mebibyte);
  });

  it('the longest header passes', () => {
    const header = { cmd: 'x'.repeat(headerBytesMax - '{"cmd":""}'.length) };
    const bytes = frameOf(header);
    expect(bytes).toHaveLength(4 + headerBytesMax);
    expect(decodeAll([bytes])).toEqual([{ header, body: '' }]);
  });
});

describe('keys that mean something to JavaScript', () => {
  it('are keys like any other, and change no prototype', () => {
    const text = '{"__proto__":{"isAdmin":true},"constructor":1,"toString":2,"hasOwnProperty":3}';
    const [frame] = decodeAll([frameOf(text)]);
    expect(JSON.stringify(frame?.header)).toBe(text);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    expect(Object.getPrototypeOf(frame?.header)).toBe(Object.prototype);
  });

  it('headers as deep as 8 KiB can be are read', () => {
    const deep = `{"a":${'['.repeat(4000)}${']'.repeat(4000)}}`;
    expect(decodeAll([frameOf(deep)])).toHaveLength(1);
  });
});

it('20,000 mutated frames: a frame or a FrameError, and nothing is held', () => {
  decodeMutated(1_000, 20_240);
  const before = heldBytes();
  const outcome = decodeMutated(20_000, 8_080);
  expect(heldBytes() - before).toBeLessThan(5 * mebibyte);
  // Both outcomes must be common, or the mutations are too tame or too wild to mean anything.
  expect(outcome.refused).toBeGreaterThan(2_000);
  expect(outcome.frames).toBeGreaterThan(2_000);
  expect(outcome.faults).toEqual(
    new Set(['header_length', 'header_text', 'header_json', 'header_object', 'body_size']),
  );
});

function rawHeader(bytes: readonly number[]): Buffer {
  return Buffer.concat([lengthOf(bytes.length), Buffer.from(bytes)]);
}
