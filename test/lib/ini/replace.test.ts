import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IniOption, parseIni } from '#lib/ini/parse.ts';
import { replaceValues } from '#lib/ini/replace.ts';

function optionOf(text: string, section: string, key: string): IniOption {
  const { defaults, sections } = parseIni(text);
  const option = section === 'DEFAULT' ? defaults.own.get(key) : sections.get(section)?.own.get(key);
  if (!option) throw new Error(`the test's text has no ${key} in ${section}`);
  return option;
}
const replaced = (text: string, value: string, section = 's', key = 'a'): string =>
  replaceValues(text, [{ option: optionOf(text, section, key), value }]);

describe('replaceValues', () => {
  it.each([
    ['a plain value', '[s]\na = 1\nb=2\n', '[s]\na = new\nb=2\n'],
    ['spacing and comments', '# c\n[s] ; d\n  a   :  1  \n; e\n', '# c\n[s] ; d\n  a   :  new  \n; e\n'],
    ['a byte order mark and CRLF', '\uFEFF[s]\r\na=1\r\nb=2', '\uFEFF[s]\r\na=new\r\nb=2'],
    ['an empty value', '[s]\na =\nb=2\n', '[s]\na =new\nb=2\n'],
    ['an empty value at the end', '[s]\na=', '[s]\na=new'],
    ['a value of several lines', '[s]\na = 1\n  2\n\n  3\nb=2\n', '[s]\na = new\nb=2\n'],
    ['a value on the next line', '[s]\na =\n  2\nb=2\n', '[s]\na =new\nb=2\n'],
    [
      'comments inside a value',
      '[s]\r\na = 1\r\n# c\r\n  2\r\n  ; d\r\n  3\r\n',
      '[s]\r\na = new\r\n# c\r\n  ; d\r\n',
    ],
  ])('keeps everything else: %s', (_, before, after) => {
    expect(replaced(before, 'new')).toBe(after);
  });

  it('makes several edits, given in any order', () => {
    const text = '[DEFAULT]\na=1\n[s]\na=2\n[t]\na=3\n';
    const edits = ['t', 'DEFAULT', 's'].map((section) => ({
      option: optionOf(text, section, 'a'),
      value: `new ${section}`,
    }));
    expect(replaceValues(text, edits)).toBe('[DEFAULT]\na=new DEFAULT\n[s]\na=new s\n[t]\na=new t\n');
    expect(replaceValues(text, [])).toBe(text);
  });

  it.each([' x', 'x\t', 'x\ny', 'x\ry', '\u0085x', 'x\u3000', 'x\0y', 'x\ud800', '\udc00'])(
    'refuses %j',
    (value) => {
      expect(() => replaced('[s]\na=1\n', value)).toThrow(RangeError);
    },
  );

  it('changes one value and no other, for any text', () => {
    const texts = [
      '[s]\na=1\nb=2\n',
      '\uFEFF[s]\r\n A : \r\n b=2\r\n',
      '[s]\na=\n 1\n#c\n 2\nb=2',
      '[DEFAULT]\na=0\n[s]\na\t=x',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.string({ unit: 'binary' }), (text, value) => {
        let after: string;
        try {
          after = replaced(text, value);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        const { defaults, sections } = parseIni(Buffer.from(after).toString());
        const before = parseIni(text);
        expect(sections.get('s')?.get('a')?.value).toBe(value);
        expect(sections.get('s')?.get('b')?.value).toBe(before.sections.get('s')?.get('b')?.value);
        expect(defaults.own.get('a')?.value).toBe(before.defaults.own.get('a')?.value);
        expect(sections.size).toBe(before.sections.size);
      }),
      { numRuns: 500 },
    );
  });
});
