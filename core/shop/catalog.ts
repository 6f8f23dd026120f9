import { MoneyError, parseMoney } from '#core/bank/money.ts';
import type { IniDocument, IniOption, IniSection } from '#lib/ini/parse.ts';
import { unknownKey } from '#lib/ini/problem.ts';
import { clean } from '#lib/text/clean.ts';
import {
  CatalogError,
  type CatalogProblem,
  idLengthMax,
  nameLengthMax,
  type ProductReason,
  productComplaints,
} from './catalog-error.ts';

export interface Product {
  /** The section's name in conf/products.ini, and the value of `--product`. */
  readonly id: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly priceFen: bigint;
  /** The number of pieces, the sold ones included. */
  readonly stock: number;
}

/** Products by id, in the order of the file. */
export type Catalog = ReadonlyMap<string, Product>;

const keys = ['name', 'name_en', 'price', 'stock'] as const;
type Key = (typeof keys)[number];
type Report = (reason: ProductReason, key?: Key) => undefined;

/** Every section except `[DEFAULT]` is a product. @throws CatalogError with all problems, not only the first. */
export function parseCatalog({ defaults, sections }: IniDocument, file: string): Catalog {
  const problems: CatalogProblem[] = unknownKeys('DEFAULT', defaults.own);
  const catalog = new Map<string, Product>();
  for (const section of sections.values()) {
    for (const problem of unknownKeys(section.name, section.own)) problems.push(problem);
    const product = parseProduct(section, (reason, key) => {
      problems.push(problemOf(section, reason, key));
      return undefined;
    });
    if (product !== undefined) catalog.set(product.id, product);
  }
  if (problems.length > 0) throw new CatalogError(file, problems.toSorted(byLine));
  return catalog;
}

const byLine = (a: CatalogProblem, b: CatalogProblem): number => (a.line ?? 0) - (b.line ?? 0);

const unknownKeys = (section: string, own: ReadonlyMap<string, IniOption>): CatalogProblem[] =>
  [...own.values()]
    .filter(({ key }) => !keys.some((known) => known === key))
    .map(({ key, line }) => ({ line, section, key, reason: 'unknown_key', sentence: unknownKey(key, keys) }));

function problemOf(section: IniSection, reason: ProductReason, key: Key | undefined): CatalogProblem {
  const sentence = productComplaints[reason];
  if (key === undefined) return { line: section.line, section: section.name, reason, sentence };
  const line = section.get(key)?.line ?? section.line;
  return { line, section: section.name, key, reason, sentence };
}

function parseProduct(section: IniSection, report: Report): Product | undefined {
  const id = parseId(section.name, report);
  const name = parseName(section, 'name', report);
  const nameEn = section.get('name_en') ? parseName(section, 'name_en', report) : null;
  const priceFen = parsePrice(section, report);
  const stock = parseStock(section, report);
  if (id === undefined || name === undefined || nameEn === undefined) return undefined;
  if (priceFen === undefined || stock === undefined) return undefined;
  return { id, name, nameEn, priceFen, stock };
}

function parseId(id: string, report: Report): string | undefined {
  return /^[a-z0-9][a-z0-9-]*$/.test(id) && id.length <= idLengthMax ? id : report('bad_id');
}

function parseName(section: IniSection, key: 'name' | 'name_en', report: Report): string | undefined {
  const name = section.get(key)?.value.trim().normalize() ?? '';
  if (name === '') return report('missing', key);
  if (clean(name) !== name) return report('unsafe_characters', key);
  return name.length > nameLengthMax ? report('too_long', key) : name;
}

function parsePrice(section: IniSection, report: Report): bigint | undefined {
  const text = section.get('price')?.value;
  if (text === undefined) return report('missing', 'price');
  try {
    const priceFen = parseMoney(text);
    return priceFen > 0n ? priceFen : report('not_positive', 'price');
  } catch (error) {
    if (error instanceof MoneyError) return report(error.reason, 'price');
    throw error;
  }
}

function parseStock(section: IniSection, report: Report): number | undefined {
  const text = section.get('stock')?.value;
  if (text === undefined) return report('missing', 'stock');
  return /^(?:0|[1-9][0-9]{0,8})$/.test(text) ? Number(text) : report('not_a_count', 'stock');
}
