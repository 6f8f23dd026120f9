import { describe, expect, test } from 'vitest';
import { isOneAlphabet, spellingsOf } from '#core/users/look-alikes.ts';

const lookAlike = (one: string, other: string): boolean =>
  spellingsOf(one).some((spelling) => spellingsOf(other).includes(spelling));

describe('two names look alike', () => {
  test.each([
    ['egon', 'EGON'],
    ['egon', 'Egon'],
    ['egon', 'е\u0261оn'],
    ['egon', 'ｅｇｏｎ'],
    ['egon', 'eg0n'],
    ['alice', 'aIice'],
    ['alice', 'a1ice'],
    ['Ivan', 'ivan'],
    ['Ian', 'lan'],
    ['bob', 'ВОВ'],
    ['cocoa', 'сосоа'],
    ['vivo', '\u03bdi\u03bdο'],
    ['straße', 'STRASSE'],
    ['ﬁona', 'fiona'],
    ['martin', 'rnartin'],
    ['will', 'vvill'],
    ['Σοφος', 'σοφοσ'],
    ['陈晨', '陈晨'],
    ['１号', '1号'],
  ])('%s and %s', (one, other) => expect(lookAlike(one, other)).toBe(true));
});

describe('two names do not', () => {
  test.each([
    ['egon', 'alex'],
    ['ian', 'lan'],
    ['neil', 'nell'],
    ['lily', 'lihy'],
    ['陈晨', '陈辰'],
    ['иван', 'олег'],
    ['user2', 'user3'],
    ['n10', 'n11'],
  ])('%s and %s', (one, other) => expect(lookAlike(one, other)).toBe(false));
});

test.each([
  ['egon', true],
  ['Ольга 2', true],
  ['Γιώργος', true],
  ['小明 Ming', true],
  ['さくらサクラ桜', true],
  ['김철수', true],
  ['Zoë', true],
  ['محمد', true],
  ['еgоn', false],
  ['egοn', false],
  ['Ольгаa', false],
  ['ᎪᏞex', false],
])('the letters of %s are of one alphabet: %s', (name, expected) => {
  expect(isOneAlphabet(name)).toBe(expected);
});
