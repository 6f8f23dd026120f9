import { MoneyError, type MoneyReason, parseMoney } from '#lib/money.ts';
import { clean } from '#lib/text/clean.ts';

export interface Product {
  /** What `--product` takes: the section's name in conf/products.ini. */
  readonly id: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly priceFen: bigint;
  /** How many there ever were, the sold ones included. */
  readonly stock: number;
}

/** By id, in the order of the file. */
export type Catalog = ReadonlyMap<string, Product>;

export type CatalogReason =
  | 'bad_id'
  | 'unknown_key'
  | 'missing'
  | 'unsafe_characters'
  | 'too_long'
  | 'not_a_count'
  | 'not_positive'
  | MoneyReason;

export interface CatalogProblem {
  readonly section: string;
  /** Absent when the section itself is the problem. */
  readonly key?: string;
  readonly reason: CatalogReason;
}

/** Everything that is wrong with conf/products.ini. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  readonly problems: readonly CatalogProblem[];

  constructor(problems: readonly CatalogProblem[]) {
    super(
      `products: ${problems.map(({ section, key, reason }) => [section, key, reason].join(' ')).join('; ')}`,
    );
    this.problems = problems;
  }
}

const keys: ReadonlySet<string> = new Set(['name', 'name_en', 'price', 'stock']);
const nameLengthMax = 60;

type Section = ReadonlyMap<string, string>;
type Report = (key: string, reason: CatalogReason) => undefined;

/** Reads the sections of conf/products.ini. @throws CatalogError with all the problems, not just the first. */
export function parseCatalog(sections: ReadonlyMap<string, Section>): Catalog {
  const problems: CatalogProblem[] = [];
  const catalog = new Map<string, Product>();
  for (const [id, section] of sections) {
    if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(id)) problems.push({ section: id, reason: 'bad_id' });
    const product = parseProduct(id, section, (key, reason) => {
      problems.push({ section: id, key, reason });
      return undefined;
    });
    if (product !== undefined) catalog.set(id, product);
  }
  if (problems.length > 0) throw new CatalogError(problems);
  return catalog;
}

function parseProduct(id: string, section: Section, report: Report): Product | undefined {
  for (const key of section.keys()) if (!keys.has(key)) report(key, 'unknown_key');
  const name = parseName(section, 'name', report);
  const nameEn = section.has('name_en') ? parseName(section, 'name_en', report) : null;
  const priceFen = parsePrice(section, report);
  const stock = parseStock(section, report);
  if (name === undefined || nameEn === undefined || priceFen === undefined || stock === undefined)
    return undefined;
  return { id, name, nameEn, priceFen, stock };
}

function parseName(section: Section, key: string, report: Report): string | undefined {
  const name = section.get(key)?.trim().normalize() ?? '';
  if (name === '') return report(key, 'missing');
  if (clean(name) !== name) return report(key, 'unsafe_characters');
  return name.length > nameLengthMax ? report(key, 'too_long') : name;
}

function parsePrice(section: Section, report: Report): bigint | undefined {
  const text = section.get('price')?.trim();
  if (text === undefined) return report('price', 'missing');
  try {
    const priceFen = parseMoney(text);
    return priceFen > 0n ? priceFen : report('price', 'not_positive');
  } catch (error) {
    if (error instanceof MoneyError) return report('price', error.reason);
    throw error;
  }
}

function parseStock(section: Section, report: Report): number | undefined {
  const text = section.get('stock')?.trim();
  if (text === undefined) return report('stock', 'missing');
  return /^(?:0|[1-9][0-9]{0,8})$/.test(text) ? Number(text) : report('stock', 'not_a_count');
}
