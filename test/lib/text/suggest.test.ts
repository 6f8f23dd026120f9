import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, suggest } from '#lib/text/suggest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['transfer', 'transfer', 0],
    ['Transfer', 'transfer', 0],
    ['tranfser', 'transfer', 1],
    ['tranfer', 'transfer', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
    ['余额', '余客', 1],
    ['😀', '😁', 1],
  ])('%s to %s takes %i', (one, other, steps) => {
    expect(editDistance(one, other)).toBe(steps);
  });

  it('is the same both ways, and zero only between equals', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(editDistance(one, other)).toBe(editDistance(other, one));
        expect(editDistance(one, other) === 0).toBe(one === other);
      }),
    );
  });
});

describe('suggest', () => {
  const commands = ['buy', 'balance', 'transfer', 'statement', 'orders'];

  it.each([
    ['tranfser', 'transfer'],
    ['BALANCE', 'balance'],
    ['order', 'orders'],
    ['blanace', 'balance'],
    ['bay', 'buy'],
    ['by', undefined],
    ['xyz', undefined],
    ['banana', undefined],
    ['', undefined],
  ])('%s -> %s', (word, expected) => {
    expect(suggest(word, commands)).toBe(expected);
  });

  it('prefers the nearest, and the first of equals', () => {
    expect(suggest('money', ['honeys', 'honey', 'moneys'])).toBe('honey');
    expect(suggest('password', new Set(['passwort', 'passworm']))).toBe('passwort');
  });

  it('answers at once for a word of a million letters', () => {
    expect(suggest('a'.repeat(1_000_000), Array(1000).fill('transfer'))).toBeUndefined();
  });
});

it('a sentence about an unknown name ends with the known one, or with the remedy', () => {
  const otherwise = { zh: '，请删除', en: '; remove it' };
  expect(didYouMean('screen_level', otherwise).en).toBe('; did you mean screen_level?');
  expect(didYouMean(undefined, otherwise)).toBe(otherwise);
});
