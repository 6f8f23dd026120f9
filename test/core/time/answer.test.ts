import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { answerBytesMax, badFormatMark, timeAnswer, timeBytesMax } from '#core/time/answer.ts';

const date = new Date(2026, 10, 22, 8, 53, 34);
const here = '127.0.0.1';
const far = '192.0.2.1';

describe('timeAnswer', () => {
  it.each([
    ['', '2026-11-22 08:53:34'],
    ['%Y-%m-%d %X', '2026-11-22 08:53:34'],
    ['%Y %m %d', '2026 11 22'],
    ['%A, %B %d, %I:%M %p, %j %U %w %W', 'Sunday, November 22, 08:53 AM, 326 47 0 46'],
    ['%c', 'Sun Nov 22 08:53:34 2026'],
    ['今天%d日', '今天22日'],
    ['100%%', '100%'],
    ['hello', 'hello'],
    ['\ufeff%d', '\ufeff22'],
    ['x'.repeat(1024), 'x'.repeat(1024)],
  ])('%j: %s', (format, expected) => {
    expect(timeAnswer(Buffer.from(format), date)).toBe(expected);
  });

  it.each<[name: string, question: Uint8Array | string, sentence: string]>([
    ['an unknown directive', '%Y %Q', '没有 %Q (no such directive)'],
    ['a control character for one', '%\x1b[2J', '没有 %\ufffd (no such directive)'],
    ['a bidi control for one', '%\u202e', '没有 %\ufffd (no such directive)'],
    ['a lone %', '%Y%', '末尾多 % (lone % at the end)'],
    ['a NUL', '%Y\0', '含 NUL (NUL in it)'],
    ['bytes that are not UTF-8', Buffer.from([0x25, 0xff]), '不是 UTF-8 (not UTF-8)'],
    ['GBK', Buffer.from([0xc4, 0xea]), '不是 UTF-8 (not UTF-8)'],
    ['half a character', Buffer.from('年').subarray(0, 2), '不是 UTF-8 (not UTF-8)'],
    ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80]), '不是 UTF-8 (not UTF-8)'],
    ['too long a format', 'x'.repeat(1025), '超过 1024 字节 (over 1024 bytes)'],
    ['the longest datagram', '%c'.repeat(32_753), '超过 1024 字节 (over 1024 bytes)'],
    ['a format that grows', '%c'.repeat(43), '结果太长 (result too long)'],
    ['a format that grows most', '%c'.repeat(512), '结果太长 (result too long)'],
  ])('reports the mistake: %s', (_, question, sentence) => {
    expect(timeAnswer(Buffer.from(question), date)).toBe(badFormatMark + sentence);
  });
});

test.each([
  [0, here, 1024],
  [1024, here, 1024],
  [0, '::ffff:127.0.0.1', 1024],
  [0, far, 56],
  [11, far, 89],
  [1024, far, 1024],
  [65_507, far, 1024],
])('%d bytes from %s are answered with at most %d', (bytes, sender, expected) => {
  expect(answerBytesMax(bytes, sender)).toBe(expected);
});

test('another machine gets the answer to every usual format', () => {
  for (const format of ['', '%X', '%c', '%Y-%m-%d %X', '%A %B %d %Y %I:%M:%S %p'])
    expect(timeAnswer(Buffer.from(format), date, answerBytesMax(format.length, far))).not.toContain(
      badFormatMark,
    );
});

test('any question gives a text within the limit', () => {
  const piece = fc.oneof(
    fc.constantFrom('%', '%c', '%A', '%', '一', '\0').map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 8 }).map((text) => Buffer.from(text)),
    fc.nat({ max: 2000 }).map((length) => Buffer.alloc(length, '%B ')),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom(here, far), (pieces, sender) => {
      const question = Buffer.concat(pieces);
      const bytesMax = answerBytesMax(question.byteLength, sender);
      const answer = timeAnswer(question, date, bytesMax);
      expect(bytesMax).toBeLessThanOrEqual(timeBytesMax);
      expect(Buffer.byteLength(answer)).toBeLessThanOrEqual(bytesMax);
      if (answer.startsWith(badFormatMark)) expect(answer).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 1000 },
  );
});
