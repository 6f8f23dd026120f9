import type { Catalog } from './catalog.ts';

/** Quantities by product id, each at least 1. A cart is immutable; a change makes a new one. */
export type Cart = ReadonlyMap<string, number>;

export const emptyCart: Cart = new Map();

/** Adds to the quantity of a product. A product that is in the cart already keeps its position. */
export function addToCart(cart: Cart, productId: string, quantity: number): Cart {
  return changeQuantity(cart, productId, (cart.get(productId) ?? 0) + quantity);
}

/** Sets the quantity of a product. Zero removes the product. */
export function changeQuantity(cart: Cart, productId: string, quantity: number): Cart {
  if (quantity < 1) return removeFromCart(cart, productId);
  return new Map(cart).set(productId, quantity);
}

export function removeFromCart(cart: Cart, productId: string): Cart {
  return new Map([...cart].filter(([id]) => id !== productId));
}

/** The total of the cart at the catalog's prices, in fen. */
export function cartTotalFen(cart: Cart, catalog: Catalog): bigint {
  return [...cart].reduce(
    (sumFen, [id, quantity]) => sumFen + (catalog.get(id)?.priceFen ?? 0n) * BigInt(quantity),
    0n,
  );
}
