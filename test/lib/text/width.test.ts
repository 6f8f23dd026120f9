import { describe, expect, test } from 'vitest';
import { displayWidth, pad, truncate } from '#lib/text/width.ts';

test.each([
  ['', 0],
  ['abc', 3],
  ['购物', 4],
  ['🍎', 2],
  ['👩‍👩‍👧', 2],
  ['e\u0301', 1],
  ['\x1b[31m红\x1b[39m', 2],
])('the width of %j', (text, expected) => {
  expect(displayWidth(text)).toBe(expected);
});

test.each([
  ['购物', 6, 'left', '购物  '],
  ['购物', 6, 'right', '  购物'],
  ['12', 4, 'right', '  12'],
  ['购物', 3, 'left', '购物'],
] as const)('pad %j to %i %s', (text, columns, align, expected) => {
  expect(pad(text, columns, align)).toBe(expected);
});

describe('truncate', () => {
  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 4, 'abc…'],
    ['购物商城', 8, '购物商城'],
    ['购物商城', 7, '购物商…'],
    ['购物商城', 6, '购物…'],
    ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
    ['ab', 1, '…'],
    ['ab', 0, ''],
    ['', 0, ''],
  ])('%j to %i columns', (text, columns, expected) => {
    expect(truncate(text, columns)).toBe(expected);
    expect(displayWidth(truncate(text, columns))).toBeLessThanOrEqual(columns);
  });
});
