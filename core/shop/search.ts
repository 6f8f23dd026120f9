import type { Product } from './catalog.ts';

/**
 * The products whose id or name, in either language, holds every word of the query; all of them for an empty query.
 * Upper and lower case are one, and so are full and half width: `ＭＯＵＳＥ` finds `mouse`.
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
