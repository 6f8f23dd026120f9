import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '#lib/text/csv.ts';

test.each([
  [
    'plain',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
    'a,b\n1,2',
  ],
  ['empty', [['', '']], ','],
  [
    'commas, quotes and line breaks',
    [['a,b', 'say "hi"', 'two\nlines', 'cr\rhere']],
    '"a,b","say ""hi""","two\nlines","cr\rhere"',
  ],
  ['formulas of a spreadsheet', [['=1+1', '+x', '-x', '@x', '\tx']], "'=1+1,'+x,'-x,'@x,'\tx"],
  ['a formula with a comma', [['=HYPERLINK("x","y")']], `"'=HYPERLINK(""x"",""y"")"`],
  ['numbers', [['-1.50', '+2', '0.00']], '-1.50,+2,0.00'],
  ['texts that begin like a number', [['-1+cmd', '-']], "'-1+cmd,'-"],
])('%s', (_, rows, expected) => {
  expect(csv(rows)).toBe(expected);
});

test('any text is read back unchanged, except for the apostrophe', () => {
  const harmless = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r]/.test(text));
  const rows = fc.array(fc.array(harmless, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(rows, (table) => {
      expect(read(csv(table))).toEqual(table);
    }),
  );
});

/** A reader of RFC 4180, with line feeds. */
function read(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows;
}
