import assert from 'node:assert';
import type { Guard } from '#core/bank/bank.ts';
import { balanceAfter, book } from '#core/bank/ledger.ts';
import { bankAccount, findAccount } from '#db/bank/accounts.ts';
import { findTransaction, type JournalTransaction } from '#db/bank/journal.ts';
import type { Database, Queries } from '#db/database.ts';
import { findOrder, insertOrder, type Order, type OrderLine, readOrders } from '#db/shop/orders.ts';
import { addSold, readSold } from '#db/shop/stock.ts';
import { addToCart, type Cart, cartTotalFen, emptyCart } from './cart.ts';
import type { Catalog, Product } from './catalog.ts';
import { availableOf, type CheckoutRefusal, checkoutStatus } from './rules.ts';

export type { Order, OrderLine };

export interface ShopOptions {
  readonly database: Database;
  readonly catalog: Catalog;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface Checkout {
  /** The caller's: sent again with the same id, a purchase happens once and answers the same. */
  readonly id: string;
  readonly user: string;
  /** Whole quantities of at least one. A product named twice counts together. */
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
}

/** `balanceFen`: what the buyer had right afterwards, also when the answer is `exists`. */
export interface Receipt extends Order {
  readonly balanceFen: bigint;
}

export type CheckoutOutcome = (Receipt & { readonly status: 'created' | 'exists' }) | CheckoutRefusal;

export interface ShelfProduct extends Product {
  /** How many are left to buy. */
  readonly available: number;
}

/** Sells what the catalog holds, at its prices at that moment. */
export class Shop {
  readonly #database: Database;
  readonly #catalog: Catalog;
  readonly #clock: () => number;

  constructor({ database, catalog, clock }: ShopOptions) {
    this.#database = database;
    this.#catalog = catalog;
    this.#clock = clock;
  }

  async products(): Promise<readonly ShelfProduct[]> {
    const sold = await this.#database.read(readSold);
    return [...this.#catalog.values()].map((product) => ({
      ...product,
      available: availableOf(product.stock, sold.get(product.id) ?? 0),
    }));
  }

  /** Money, stock and order change together or not at all. */
  async checkout({ id, user, lines }: Checkout, guard: Guard): Promise<CheckoutOutcome> {
    const cart = cartOf(lines);
    return this.#database.write(async (queries): Promise<CheckoutOutcome> => {
      const buyer = await findAccount(queries, user);
      const sales = await bankAccount(queries, 'sales');
      const purchase = await findTransaction(queries, id);
      const order = await findOrder(queries, id);
      const decision = checkoutStatus({
        cart,
        catalog: this.#catalog,
        sold: await readSold(queries),
        totalFen: cartTotalFen(cart, this.#catalog),
        buyer,
        sales,
        recorded: purchase && (isSame(purchase, order, user, cart) ? 'same' : 'other'),
      });
      if (decision.status !== 'created' && decision.status !== 'exists') return decision;
      assert(buyer !== undefined);
      if (purchase !== undefined && order !== undefined)
        return { ...order, status: decision.status, balanceFen: balanceAfter(purchase, buyer) };
      guard();
      const made = this.#orderOf(id, cart);
      const { atMs, totalFen } = made;
      const sequence = await book(queries, { id, kind: 'purchase', actor: user, atMs }, [
        { account: buyer, amountFen: -totalFen },
        { account: sales, amountFen: totalFen },
      ]);
      await insertOrder(queries, sequence, buyer.id, made);
      await this.#takeFromShelves(queries, cart);
      return { ...made, status: decision.status, balanceFen: buyer.balanceFen - totalFen };
    });
  }

  /** A user's orders, newest first. */
  orders(user: string): Promise<readonly Order[]> {
    return this.#database.read(async (queries) => {
      const buyer = await findAccount(queries, user);
      return buyer === undefined ? [] : readOrders(queries, buyer.id);
    });
  }

  #orderOf(id: string, cart: Cart): Order {
    const lines = [...cart].map(([productId, quantity]) => {
      const { name, nameEn, priceFen } = this.#product(productId);
      return { productId, name, nameEn, quantity, unitPriceFen: priceFen };
    });
    return { id, atMs: this.#clock(), totalFen: cartTotalFen(cart, this.#catalog), lines };
  }

  async #takeFromShelves(queries: Queries, cart: Cart): Promise<void> {
    for (const [productId, quantity] of cart)
      await addSold(queries, productId, quantity, this.#product(productId).stock);
  }

  #product(id: string): Product {
    const product = this.#catalog.get(id);
    assert(product !== undefined, 'the rules let an unknown product pass');
    return product;
  }
}

function cartOf(lines: Checkout['lines']): Cart {
  for (const { quantity } of lines)
    assert(Number.isSafeInteger(quantity) && quantity > 0, 'a quantity is a whole number of at least one');
  return lines.reduce((cart, { productId, quantity }) => addToCart(cart, productId, quantity), emptyCart);
}

/** Prices do not count: the catalog's may have changed since. */
function isSame(
  { kind, actor }: JournalTransaction,
  order: Order | undefined,
  user: string,
  cart: Cart,
): boolean {
  if (kind !== 'purchase' || actor !== user || order?.lines.length !== cart.size) return false;
  return order.lines.every(({ productId, quantity }) => cart.get(productId) === quantity);
}
