import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCatalog } from '#core/shop/catalog.ts';
import { CatalogError, type CatalogProblem, type CatalogReason } from '#core/shop/catalog-error.ts';
import { readCatalog } from '#core/shop/catalog-file.ts';
import { parseIni } from '#lib/ini/parse.ts';
import { expectSentence } from '#test/kit/both-languages.ts';
import { root } from '#test/kit/root.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const parse = (text: string) => parseCatalog(parseIni(text), 'products.ini');

function errorOf(work: () => unknown): CatalogError {
  try {
    work();
  } catch (error) {
    if (error instanceof CatalogError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('a product is read from its section', () => {
  const text =
    '[tea]\nname = 龙井茶\nname_en = Longjing tea\nprice = 88.5\nstock = 60\n[pen]\nname=笔\nprice=1\nstock=0';
  expect([...parse(text).values()]).toEqual([
    { id: 'tea', name: '龙井茶', nameEn: 'Longjing tea', priceFen: 8850n, stock: 60 },
    { id: 'pen', name: '笔', nameEn: null, priceFen: 100n, stock: 0 },
  ]);
});

test('products inherit the keys of [DEFAULT]', () => {
  const text = '[DEFAULT]\nstock = 7\n[tea]\nname=茶\nprice=1\n[pen]\nname=笔\nprice=1\nstock=2\n';
  expect([...parse(text).values()].map(({ stock }) => stock)).toEqual([7, 2]);
});

test.each<[string, string, CatalogProblem['reason']]>([
  ['name', '', 'missing'],
  ['name', '茶\u001b[2J', 'unsafe_characters'],
  ['name', '茶\u202e', 'unsafe_characters'],
  ['name', '茶\nx', 'unsafe_characters'],
  ['name_en', 'tea\u0007', 'unsafe_characters'],
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
  const rest = { name: '茶', price: '1', stock: '1', [key]: value };
  const lines = Object.entries(rest).map(([name, text]) => `${name} = ${text.replace('\n', '\n ')}\n`);
  const line = lines.findIndex((text) => text.startsWith(`${key} `)) + 2;
  const { problems } = errorOf(() => parse(`[tea]\n${lines.join('')}`));
  expect(problems).toEqual([{ line, section: 'tea', key, reason, sentence: expect.anything() }]);
});

test('all problems are reported at once, in the order of the lines', () => {
  const text =
    '[DEFAULT]\ncolour=red\n[Bad Id!]\nname=x\nprice=1\nstock=1\n[tea]\nnam=茶\nprice=x\n\u001b[2J=1\n';
  expect(errorOf(() => parse(text)).message.split('\n')).toEqual([
    'products.ini:2 [DEFAULT] colour: is an unknown key; remove it',
    expect.stringMatching(/^products\.ini:3 \[Bad Id!\]: an id has only /),
    'products.ini:7 [tea] name: is missing or empty; add it',
    'products.ini:7 [tea] stock: is missing or empty; add it',
    'products.ini:8 [tea] nam: is an unknown key; did you mean name?',
    'products.ini:9 [tea] price: is not an amount; write it like 12 or 12.50',
    'products.ini:10 [tea] \ufffd[2j: is an unknown key; remove it',
  ]);
});

test('every reason has a sentence in both languages, with the remedy', () => {
  const product = 'name=茶\nprice=1\nstock=1\n';
  const byReason: Readonly<Record<CatalogReason, string | Buffer>> = {
    bad_id: `[T]\n${product}`,
    missing: '[t]\nname=茶\nprice=1\n',
    unsafe_characters: '[t]\nname=茶\u202e\nprice=1\nstock=1\n',
    too_long: `[t]\nname=${'茶'.repeat(61)}\nprice=1\nstock=1\n`,
    not_a_count: '[t]\nname=茶\nprice=1\nstock=-1\n',
    not_positive: '[t]\nname=茶\nprice=0\nstock=1\n',
    empty: '[t]\nname=茶\nprice=\nstock=1\n',
    signed: '[t]\nname=茶\nprice=-1\nstock=1\n',
    malformed: '[t]\nname=茶\nprice=x\nstock=1\n',
    leading_zero: '[t]\nname=茶\nprice=01\nstock=1\n',
    too_many_decimals: '[t]\nname=茶\nprice=1.234\nstock=1\n',
    too_large: '[t]\nname=茶\nprice=99999999999999\nstock=1\n',
    unknown_key: `[t]\n${product}colour=green\n`,
    unreadable: '',
    invalid_utf8: Buffer.from([0xff]),
    nul_character: '\0',
    missing_header: product,
    text_after_header: `[t] x\n${product}`,
    duplicate_section: `[t]\n${product}[t]\n`,
    missing_delimiter: `[t]\n${product}x\n`,
    empty_key: `[t]\n${product}=x\n`,
    duplicate_key: `[t]\n${product}stock=2\n`,
  };
  using folder = new TemporaryFolder();
  const path = folder.file('products.ini');
  for (const [reason, content] of Object.entries(byReason)) {
    if (reason === 'unreadable') rmSync(path, { force: true });
    else writeFileSync(path, content);
    const { problems, lines } = errorOf(() => readCatalog(path));
    expect(problems).toMatchObject([{ reason }]);
    for (const text of [...problems.map(({ sentence }) => sentence), ...lines]) expectSentence(text);
    expect(lines[0]?.zh).toMatch(/^products\.ini(?::\d+[^：]*)?：/);
  }
});

test('the shipped file has a dozen products; 10 yuan buy something, 10,000,000 nearly everything', () => {
  const catalog = [...parse(readFileSync(join(root, 'conf', 'products.ini'), 'utf8')).values()];
  expect(catalog.length).toBeGreaterThanOrEqual(12);
  expect(catalog.filter(({ name }) => /\p{sc=Han}/u.test(name))).toHaveLength(catalog.length);
  const affordable = (fen: bigint) => catalog.filter(({ priceFen }) => priceFen <= fen).length;
  expect(affordable(1_000n)).toBeGreaterThanOrEqual(2);
  expect(affordable(1_000_000_000n)).toBe(catalog.length - 1);
});

test('all faults are listed, also when there are more than a call takes arguments', () => {
  const keys = Array.from({ length: 200_000 }, (_, at) => `x${at} = 1`).join('\n');
  expect(() => parse(`[DEFAULT]\n${keys}\n[tea]\n${keys}`)).toThrow('... and 399983 more');
});
