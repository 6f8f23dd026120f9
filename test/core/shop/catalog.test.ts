import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CatalogError, type CatalogProblem, parseCatalog } from '#core/shop/catalog.ts';
import { parseIni } from '#lib/ini/parse.ts';

const sections = (text: string) =>
  new Map(
    [...parseIni(text).sections].map(([name, { own }]) => [
      name,
      new Map([...own].map(([key, { value }]) => [key, value])),
    ]),
  );
const parse = (text: string) => parseCatalog(sections(text));

test('a product is what its section says', () => {
  const text =
    '[tea]\nname = 龙井茶\nname_en = Longjing tea\nprice = 88.5\nstock = 60\n[pen]\nname=笔\nprice=1\nstock=0';
  expect([...parse(text).values()]).toEqual([
    { id: 'tea', name: '龙井茶', nameEn: 'Longjing tea', priceFen: 8850n, stock: 60 },
    { id: 'pen', name: '笔', nameEn: null, priceFen: 100n, stock: 0 },
  ]);
});

const withKey = (key: string, value: string) =>
  new Map([
    [
      'tea',
      new Map([
        ['name', '茶'],
        ['price', '1'],
        ['stock', '1'],
        [key, value],
      ]),
    ],
  ]);

test.each<[string, string, CatalogProblem['reason']]>([
  ['name', '', 'missing'],
  ['name', '茶\u001b[2J', 'unsafe_characters'],
  ['name', '茶\u202e', 'unsafe_characters'],
  ['name', '茶\nx', 'unsafe_characters'],
  ['name_en', 'tea\u0000', 'unsafe_characters'],
  ['name_en', ' ', 'missing'],
  ['name', '茶'.repeat(61), 'too_long'],
  ['price', '', 'empty'],
  ['price', '0', 'not_positive'],
  ['price', '-5', 'signed'],
  ['price', '1e3', 'malformed'],
  ['price', '１２', 'malformed'],
  ['price', '1.234', 'too_many_decimals'],
  ['price', '007', 'leading_zero'],
  ['price', '99999999999999', 'too_large'],
  ['stock', '', 'not_a_count'],
  ['stock', '-1', 'not_a_count'],
  ['stock', '1.5', 'not_a_count'],
  ['stock', '²', 'not_a_count'],
  ['stock', '1000000000', 'not_a_count'],
  ['colour', 'green', 'unknown_key'],
])('%s = %j is refused: %s', (key, value, reason) => {
  const expected = { name: 'CatalogError', problems: [{ section: 'tea', key, reason }] };
  expect(() => parseCatalog(withKey(key, value))).toThrow(expect.objectContaining(expected));
});

test('all the problems are told at once', () => {
  const problems = (() => {
    try {
      return parse('[Bad Id!]\nname=x\nprice=1\nstock=1\n[tea]\nnam=茶\nprice=x\n');
    } catch (error) {
      return (error as CatalogError).problems;
    }
  })();
  expect(problems).toEqual([
    { section: 'Bad Id!', reason: 'bad_id' },
    { section: 'tea', key: 'nam', reason: 'unknown_key' },
    { section: 'tea', key: 'name', reason: 'missing' },
    { section: 'tea', key: 'price', reason: 'malformed' },
    { section: 'tea', key: 'stock', reason: 'missing' },
  ]);
});

test('the shipped file has a dozen products; 10 yuan buy something, 10,000,000 nearly everything', () => {
  const catalog = [
    ...parse(readFileSync(join(import.meta.dirname, '../../../conf/products.ini'), 'utf8')).values(),
  ];
  expect(catalog.length).toBeGreaterThanOrEqual(12);
  expect(catalog.filter(({ name }) => /\p{sc=Han}/u.test(name))).toHaveLength(catalog.length);
  const affordable = (fen: bigint) => catalog.filter(({ priceFen }) => priceFen <= fen).length;
  expect(affordable(1_000n)).toBeGreaterThanOrEqual(2);
  expect(affordable(1_000_000_000n)).toBe(catalog.length - 1);
});
