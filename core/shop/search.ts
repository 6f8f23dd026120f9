import type { Product } from './catalog.ts';

/**
 * Finds the products whose id and names together contain every word of the query; all products for an empty query.
 * The search ignores case and width: `ＭＯＵＳＥ` finds `mouse`.
 */
export function searchProducts<P extends Pick<Product, 'id' | 'name' | 'nameEn'>>(
  products: Iterable<P>,
  query: string,
): readonly P[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return [...products].filter(({ id, name, nameEn }) => {
    const text = folded(`${id}\n${name}\n${nameEn ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();
