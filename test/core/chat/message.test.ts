import { describe, expect, test } from 'vitest';
import { beginningOf, messageBytes, messageBytesMax, shownText } from '#core/chat/message.ts';

test('a message holds as many bytes as a datagram', () => {
  expect(messageBytesMax).toBe(65_507);
  expect(messageBytes('你好 👋')).toBe(11);
});

describe('a message is shown', () => {
  test.each([
    ['plain text', '你好, world 👨‍👩‍👧', '你好, world 👨‍👩‍👧'],
    ['blanks around', '  hello \r\n', 'hello'],
    ['line breaks: one line', 'a\n\n\r\nb\u2028c\td', 'a b c d'],
    ['nothing but blanks', ' \n\t ', ''],
    ['escape sequences', 'a\x1b[2Jb\x9b1mc\x07', 'a\ufffd[2Jb\ufffd1mc\ufffd'],
    ['colours', '\x1b[31mred', '\ufffd[31mred'],
    ['bidirectional controls', 'abc\u202edef\u2066', 'abc\ufffddef\ufffd'],
    ['a character without width', 'ad\u200bmin', 'ad\ufffdmin'],
  ])('%s', (_, text, shown) => {
    expect(shownText(Buffer.from(text))).toBe(shown);
  });

  test('bytes that are no UTF-8 are marked', () => {
    expect(shownText(Buffer.from([0x61, 0xff, 0xfe, 0xe4, 0xbd]))).toMatch(/^a\ufffd+$/);
  });

  test.each([
    ['ASCII', 'x', 1_000],
    ['Chinese', '字', 1_000],
    ['outside of the first plane', '𠮷', 1_000],
    ['line feeds', '\n', 0],
    ['escapes', '\x1b', 1_000],
  ])('64 KiB of %s are cut', (_, character, count) => {
    const shown = shownText(Buffer.from(character.repeat(65_507 / Buffer.byteLength(character))));
    expect(shown.endsWith('…')).toBe(true);
    expect(Array.from(shown)).toHaveLength(count + 1);
    expect(shown).not.toMatch(/\p{Cc}|\p{Cs}/u);
  });

  test('a message of exactly the limit is not cut', () => {
    expect(shownText(Buffer.from('𠮷'.repeat(1_000)))).toBe('𠮷'.repeat(1_000));
  });
});

test('a long message is cut between characters', () => {
  for (let bytes = 0; bytes <= 12; bytes++) {
    const begin = beginningOf('a你好👋', bytes);
    expect(messageBytes(begin)).toBeLessThanOrEqual(bytes);
    expect('a你好👋'.startsWith(begin)).toBe(true);
    expect(begin).not.toContain('\ufffd');
  }
  expect(beginningOf('a你好👋', 7)).toBe('a你好');
  expect(beginningOf('a你好👋', 11)).toBe('a你好👋');
});
