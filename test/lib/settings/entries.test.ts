import { describe, expect, test } from 'vitest';
import { entries } from '#lib/settings/entries.ts';
import { type Kind, shown, wholeNumber } from '#lib/settings/kind.ts';
import { expectSentence } from '#test/kit/both-languages.ts';

const complaintOf = (kind: Kind<unknown>, text: string): string | undefined => {
  expect(kind.parse(text)).toBeUndefined();
  const complaint = kind.explain?.(text);
  if (complaint !== undefined) expectSentence(complaint);
  return complaint?.en;
};

const pages = wholeNumber({ min: 1, max: 99, unit: { zh: '页', en: 'pages' } });
const book = entries(pages);
/** A kind that describes the mistake in a value. */
const word: Kind<string> = {
  expected: { zh: '一个词', en: 'a word' },
  parse: (text) => (/\s/.test(text) ? undefined : text),
  explain: (text) => ({
    zh: `“${shown(text)}”里有空白，请写成一个词`,
    en: `'${shown(text)}' has blanks; write one word`,
  }),
};
const words = entries(word);

describe('entries', () => {
  test.each<[string, readonly string[]]>([
    ['', []],
    ['\n \n', []],
    ['egon = 7', ['egon']],
    ['egon=7', ['egon']],
    ['\negon = 1\n\n  哪吒 = 2\r\n', ['egon', '哪吒']],
    ['b = 1\na = 1\n2 = 1\n1 = 1', ['b', 'a', '2', '1']],
    ['__proto__ = 1\nconstructor = 1', ['__proto__', 'constructor']],
    ['A = 1\na = 1', ['A', 'a']],
  ])('of %j are %j', (text, names) => {
    expect([...(book.parse(text)?.keys() ?? ['refused'])]).toEqual(names);
    expect(book.explain?.(text)).toBeUndefined();
  });

  test('keep every further equals sign in the value', () => {
    expect(words.parse('x = A=1,B==')).toEqual(new Map([['x', 'A=1,B==']]));
  });

  test.each([
    ['egon', "the line 'egon' has no '='; write NAME = VALUE"],
    ['a = 1; b = 2', "'a' is '1; b = 2'; it must be a whole number of pages from 1 to 99"],
    ['= 1', "'' cannot be a name; write one without blanks and control characters"],
    ['a b = 1', "'a b' cannot be a name; write one without blanks and control characters"],
    ['a = 1\nb = 1\na = 2', "the name 'a' is there twice; keep one of the two"],
    ['a = 1\nb =', "'b' is ''; it must be a whole number of pages from 1 to 99"],
    ['a = 0', expect.stringMatching(/^'a' is '0'; it must be/)],
  ])('are refused, and the first bad one is named: %j', (text, complaint) => {
    expect(complaintOf(book, text)).toEqual(complaint);
  });

  test.each(['金\u3000老板', 'a\u0000b', 'a\u001bb', '\u202eegon', 'ad\u200bmin'])(
    'have no name %j',
    (name) => {
      expect(book.parse(`${name} = 1`)).toBeUndefined();
      expect(book.explain?.(`${name} = 1`)?.en).toMatch(/cannot be a name/);
    },
  );

  test('are shortened in a message', () => {
    const long = 'n'.repeat(1000);
    for (const text of [long, `${long} = x`, `a = ${long}`, `a b${long} = x`])
      expect(complaintOf(book, text)?.length).toBeLessThan(150);
    expect(complaintOf(words, `a = ${long} ${long}`)?.length).toBeLessThan(150);
  });

  test('report the exact mistake in a value, where the kind describes it', () => {
    expect(complaintOf(words, 'a = one\nb = two words')).toBe("'b': 'two words' has blanks; write one word");
  });
});
