import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Header } from '#lib/net/connection.ts';
import { headerBytesMax } from '#lib/net/frame-decoder.ts';
import { encodeHeader } from '#lib/net/frame-encoder.ts';
import { decodeAll, frameOf } from '#test/kit/net/frames.ts';

const sizeless = fc
  .dictionary(fc.string({ unit: 'binary', maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 })
  .map((header) => JSON.parse(JSON.stringify({ ...header, filesize: undefined, data_size: undefined })));

describe('an encoded frame', () => {
  it('is decoded to the same header and body', () => {
    fc.assert(
      fc.property(sizeless, fc.uint8Array({ maxLength: 300 }), fc.nat(400), (header: Header, body, at) => {
        const bytes = Buffer.concat([encodeHeader(header, body.length), body]);
        const cut = Math.min(at, bytes.length);
        const frames = decodeAll([bytes.subarray(0, cut), bytes.subarray(cut)]);
        const sized = body.length === 0 ? header : { ...header, data_size: body.length };
        expect(frames).toEqual([{ header: sized, body: Buffer.from(body).toString('latin1') }]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("has the same bytes as the course's program packs", () => {
    expect(encodeHeader({ cmd: '哪吒' })).toEqual(frameOf('{"cmd":"哪吒"}'));
    expect(encodeHeader({}, 5)).toEqual(frameOf('{"data_size":5}'));
    expect(encodeHeader({ cmd: 'x' }, 5)).toEqual(frameOf('{"cmd":"x","data_size":5}'));
  });

  it('leaves a filesize as it is', () => {
    expect(encodeHeader({ cmd: 'put', filesize: 5 }, 5)).toEqual(frameOf('{"cmd":"put","filesize":5}'));
  });

  it('adds the size of a body to a header without filesize', () => {
    expect(encodeHeader({ cmd: 'put', filesize: undefined }, 5)).toEqual(
      frameOf('{"cmd":"put","data_size":5}'),
    );
  });

  it('never has a header that every peer refuses', () => {
    const fits = headerBytesMax - '{"a":""}'.length;
    expect(encodeHeader({ a: 'x'.repeat(fits) })).toHaveLength(4 + headerBytesMax);
    expect(() => encodeHeader({ a: 'x'.repeat(fits + 1) })).toThrow('at most 8192');
    // Counted in bytes, not in characters.
    expect(() => encodeHeader({ a: '哪'.repeat(fits / 2) })).toThrow('at most 8192');
  });
});
