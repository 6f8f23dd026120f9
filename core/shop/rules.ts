import { amountStatus, fundsStatus, limitStatus } from '#core/bank/rules.ts';
import type { Account } from '#db/bank/accounts.ts';
import type { Cart } from './cart.ts';
import type { Catalog } from './catalog.ts';

/** The facts that decide a checkout. */
export interface CheckoutFacts {
  readonly cart: Cart;
  readonly catalog: Catalog;
  /** The number of sold pieces by product id. */
  readonly sold: ReadonlyMap<string, number>;
  readonly totalFen: bigint;
  readonly buyer: Account | undefined;
  readonly sales: Account;
  /** The transaction with the request's id: the same purchase, another transaction, or none. */
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
 * @returns the first status that applies: empty_cart, unknown_account, id_reused, exists, unknown_product, out_of_stock,
 * amount_too_large, insufficient_funds, created. The check for `exists` comes before the stock, because the product of
 * an earlier purchase may be sold out or removed since.
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

/** The number of pieces that can be sold; 0 if the operator has set the stock lower than the number of sold ones. */
export const availableOf = (stock: number, sold: number): number => Math.max(0, stock - sold);

function shortageStatus({ cart, catalog, sold }: CheckoutFacts): CheckoutRefusal | undefined {
  for (const product of cart.keys()) if (!catalog.has(product)) return { status: 'unknown_product', product };
  for (const [product, quantity] of cart) {
    const left = availableOf(catalog.get(product)?.stock ?? 0, sold.get(product) ?? 0);
    if (quantity > left) return { status: 'out_of_stock', product, left };
  }
  return undefined;
}
