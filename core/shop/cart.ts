import type { Catalog } from './catalog.ts';

/** How many of what: product ids with quantities of at least one. Never changed, only replaced. */
export type Cart = ReadonlyMap<string, number>;

export const emptyCart: Cart = new Map();

/** One product more often; it keeps its place in the cart. */
export function addToCart(cart: Cart, productId: string, quantity: number): Cart {
  return changeQuantity(cart, productId, (cart.get(productId) ?? 0) + quantity);
}

/** Another quantity of one product; zero takes it out. */
export function changeQuantity(cart: Cart, productId: string, quantity: number): Cart {
  if (quantity < 1) return removeFromCart(cart, productId);
  return new Map(cart).set(productId, quantity);
}

export function removeFromCart(cart: Cart, productId: string): Cart {
  return new Map([...cart].filter(([id]) => id !== productId));
}

/** What the cart costs at the catalog's prices. */
export function cartTotalFen(cart: Cart, catalog: Catalog): bigint {
  return [...cart].reduce(
    (sumFen, [id, quantity]) => sumFen + (catalog.get(id)?.priceFen ?? 0n) * BigInt(quantity),
    0n,
  );
}
