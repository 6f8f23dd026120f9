import { amountStatus, fundsStatus, limitStatus } from '#core/bank/rules.ts';
import type { Account } from '#db/bank/accounts.ts';
import type { Cart } from './cart.ts';
import type { Catalog } from './catalog.ts';

/** The facts that a checkout is decided by. */
export interface CheckoutFacts {
  readonly cart: Cart;
  readonly catalog: Catalog;
  /** How many of each product were ever sold. */
  readonly sold: ReadonlyMap<string, number>;
  readonly totalFen: bigint;
  readonly buyer: Account | undefined;
  readonly sales: Account;
  /** What the request's id stands for already: this very purchase, or something else. */
  readonly recorded: 'same' | 'other' | undefined;
}

export type CheckoutRefusal =
  | {
      readonly status:
        | 'empty_cart'
        | 'unknown_account'
        | 'id_reused'
        | 'amount_too_large'
        | 'insufficient_funds';
    }
  | { readonly status: 'unknown_product'; readonly product: string }
  | { readonly status: 'out_of_stock'; readonly product: string; readonly left: number };

export type CheckoutStatus = CheckoutRefusal | { readonly status: 'exists' } | { readonly status: 'created' };

/**
 * The first that applies: empty_cart, unknown_account, id_reused, exists, unknown_product, out_of_stock,
 * amount_too_large, insufficient_funds, created. A purchase that happened is found before the shelves are looked at:
 * its product may be gone since.
 */
export function checkoutStatus(facts: CheckoutFacts): CheckoutStatus {
  const { cart, totalFen, buyer, sales, recorded } = facts;
  if (cart.size === 0) return { status: 'empty_cart' };
  if (buyer === undefined) return { status: 'unknown_account' };
  if (recorded !== undefined) return { status: recorded === 'same' ? 'exists' : 'id_reused' };
  const shortage = shortageStatus(facts);
  if (shortage !== undefined) return shortage;
  if (amountStatus(totalFen) !== undefined) return { status: 'amount_too_large' };
  return {
    status: fundsStatus(buyer, totalFen) ?? limitStatus([sales, totalFen]) ?? 'created',
  };
}

/** How many are left. The operator may have lowered the stock below what is sold. */
export const availableOf = (stock: number, sold: number): number => Math.max(0, stock - sold);

function shortageStatus({ cart, catalog, sold }: CheckoutFacts): CheckoutRefusal | undefined {
  for (const product of cart.keys()) if (!catalog.has(product)) return { status: 'unknown_product', product };
  for (const [product, quantity] of cart) {
    const left = availableOf(catalog.get(product)?.stock ?? 0, sold.get(product) ?? 0);
    if (quantity > left) return { status: 'out_of_stock', product, left };
  }
  return undefined;
}
