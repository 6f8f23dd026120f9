import { expect, test } from 'vitest';
import { BALANCE_FEN_MAX } from '#core/bank/rules.ts';
import { type CheckoutStatus, checkoutStatus } from '#core/shop/rules.ts';

const product = (id: string, priceFen: bigint, stock: number) =>
  [id, { id, name: id, nameEn: null, priceFen, stock }] as const;
const catalog = new Map([product('tea', 100n, 5), product('pen', 10n, 2)]);
const carts = {
  none: {},
  tea: { tea: 3 },
  both: { tea: 3, pen: 2 },
  gone: { tea: 9, gone: 1 },
  much: { tea: 6 },
};

const none = undefined;
const full = BALANCE_FEN_MAX;

test.each<
  [
    keyof typeof carts,
    bigint,
    bigint | undefined,
    number,
    'same' | 'other' | undefined,
    bigint,
    CheckoutStatus,
  ]
>([
  // cart, total, balance of the buyer, tea sold, recorded under the id, balance of sales, status
  ['none', 0n, none, 0, 'other', 0n, { status: 'empty_cart' }],
  ['tea', 300n, none, 0, 'other', 0n, { status: 'unknown_account' }],
  ['tea', 300n, 500n, 0, 'other', 0n, { status: 'id_reused' }],
  ['gone', 300n, 500n, 0, 'other', 0n, { status: 'id_reused' }],
  ['tea', 300n, 0n, 5, 'same', 0n, { status: 'exists' }],
  ['gone', 300n, 0n, 5, 'same', 0n, { status: 'exists' }],
  ['gone', 300n, 0n, 0, none, 0n, { status: 'unknown_product', product: 'gone' }],
  ['much', 600n, 0n, 0, none, 0n, { status: 'out_of_stock', product: 'tea', left: 5 }],
  ['tea', 300n, 500n, 3, none, 0n, { status: 'out_of_stock', product: 'tea', left: 2 }],
  ['tea', 300n, 500n, 5, none, 0n, { status: 'out_of_stock', product: 'tea', left: 0 }],
  ['tea', 300n, 500n, 9, none, 0n, { status: 'out_of_stock', product: 'tea', left: 0 }],
  ['tea', 10n ** 15n + 1n, 0n, 0, none, 0n, { status: 'amount_too_large' }],
  ['tea', 300n, 299n, 0, none, 0n, { status: 'insufficient_funds' }],
  ['tea', 300n, 300n, 0, none, full, { status: 'amount_too_large' }],
  ['tea', 300n, 300n, 2, none, 0n, { status: 'created' }],
  ['both', 320n, 320n, 0, none, 0n, { status: 'created' }],
])(
  '%s for %s (has %s; %s sold; recorded %s; sales %s): %j',
  (cart, totalFen, has, sold, recorded, salesFen, status) => {
    const facts = {
      cart: new Map(Object.entries(carts[cart])),
      catalog,
      sold: new Map([['tea', sold]]),
      totalFen,
      buyer: has === undefined ? undefined : { id: 9n, balanceFen: has },
      sales: { id: 4n, balanceFen: salesFen },
      recorded,
    };
    expect(checkoutStatus(facts)).toEqual(status);
  },
);
