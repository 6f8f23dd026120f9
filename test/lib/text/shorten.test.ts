import { expect, test } from 'vitest';
import { shorten } from '#lib/text/shorten.ts';

test('a text that fits stays; a longer one ends with an ellipsis', () => {
  expect(shorten('12345', 5)).toBe('12345');
  expect(shorten('123456', 5)).toBe('1234…');
});

test('no character is cut in half', () => {
  expect(shorten('123🙂5', 5)).toBe('123…');
});
