import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeLine } from '#lib/logger/escape-line.ts';

describe('escapeLine', () => {
  test.each([
    ['plain', 'plain'],
    ['登录成功 👨‍👩‍👧', '登录成功 👨‍👩‍👧'],
    ['a\nb\r\nc\td', 'a\\nb\\r\\nc\\td'],
    ['\u001b[2J', '\\x1b[2J'],
    ['\u0000\u007f\u0085\u009b', '\\x00\\x7f\\x85\\x9b'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\u202e\u2066\u2069\u200e\u200f\u061c', '\\u202e\\u2066\\u2069\\u200e\\u200f\\u061c'],
  ])('%j becomes %j', (text, expected) => {
    expect(escapeLine(text)).toBe(expected);
  });

  test('never leaves anything that ends or disturbs a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = escapeLine(text);
        expect(line.split(/[\r\n\v\f\u0085\u2028\u2029]/u)).toHaveLength(1);
        expect(stripVTControlCharacters(line)).toBe(line);
        expect(escapeLine(line)).toBe(line);
      }),
    );
  });
});
