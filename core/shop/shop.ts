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
  /** Called whenever products or prices are needed. @throws CatalogError */
  readonly catalog: () => Catalog;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface Checkout {
  /** The caller's idempotency id: a repeated request with the same id buys nothing and gets the same answer. */
  readonly id: string;
  readonly user: string;
  /** Quantities are whole numbers of at least 1. The quantities of a repeated product are added. */
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
}

/** `balanceFen`: the balance of the buyer right after the purchase, also for `exists`. */
export interface Receipt extends Order {
  readonly balanceFen: bigint;
}

export type CheckoutOutcome = (Receipt & { readonly status: 'created' | 'exists' }) | CheckoutRefusal;

export interface AvailableProduct extends Product {
  /** The number of pieces that can be sold. */
  readonly available: number;
}

/** Sells the products of the catalog at its current prices. */
export class Shop {
  readonly #database: Database;
  readonly #catalog: () => Catalog;
  readonly #clock: () => number;

  constructor({ database, catalog, clock }: ShopOptions) {
    this.#database = database;
    this.#catalog = catalog;
    this.#clock = clock;
  }

  async products(): Promise<readonly AvailableProduct[]> {
    const sold = await this.#database.read(readSold);
    return [...this.#catalog().values()].map((product) => ({
      ...product,
      available: availableOf(product.stock, sold.get(product.id) ?? 0),
    }));
  }

  /** Changes the balances, the stock and the orders in one transaction. */
  async checkout({ id, user, lines }: Checkout, guard: Guard): Promise<CheckoutOutcome> {
    const cart = cartOf(lines);
    return this.#database.write(async (queries): Promise<CheckoutOutcome> => {
      const buyer = await findAccount(queries, user);
      const sales = await bankAccount(queries, 'sales');
      const purchase = await findTransaction(queries, user, id);
      const order = await findOrder(queries, user, id);
      const decision = checkoutStatus({
        cart,
        catalog: this.#catalog(),
        sold: await readSold(queries),
        totalFen: cartTotalFen(cart, this.#catalog()),
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
      await this.#recordSold(queries, cart);
      return { ...made, status: decision.status, balanceFen: buyer.balanceFen - totalFen };
    });
  }

  /** @returns the orders of a user, newest first. */
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
    return { id, atMs: this.#clock(), totalFen: cartTotalFen(cart, this.#catalog()), lines };
  }

  async #recordSold(queries: Queries, cart: Cart): Promise<void> {
    for (const [productId, quantity] of cart)
      await addSold(queries, productId, quantity, this.#product(productId).stock);
  }

  #product(id: string): Product {
    const product = this.#catalog().get(id);
    assert(product !== undefined, 'the rules let an unknown product pass');
    return product;
  }
}

function cartOf(lines: Checkout['lines']): Cart {
  for (const { quantity } of lines)
    assert(Number.isSafeInteger(quantity) && quantity > 0, 'a quantity is a whole number of at least one');
  return lines.reduce((cart, { productId, quantity }) => addToCart(cart, productId, quantity), emptyCart);
}

/** Whether a recorded purchase is the same request. Prices are not compared, because the catalog may have changed. */
function isSame(
  { kind, actor }: JournalTransaction,
  order: Order | undefined,
  user: string,
  cart: Cart,
): boolean {
  if (kind !== 'purchase' || actor !== user || order?.lines.length !== cart.size) return false;
  return order.lines.every(({ productId, quantity }) => cart.get(productId) === quantity);
}
