import { expect, test } from 'vitest';
import { addToCart, cartTotalFen, changeQuantity, emptyCart, removeFromCart } from '#core/shop/cart.ts';

const product = (id: string, priceFen: bigint) =>
  [id, { id, name: id, nameEn: null, priceFen, stock: 9 }] as const;
const catalog = new Map([product('tea', 8_800n), product('pen', 150n)]);
const cart = addToCart(addToCart(emptyCart, 'tea', 1), 'pen', 2);

test.each([
  [
    'added',
    addToCart(cart, 'book', 3),
    [
      ['tea', 1],
      ['pen', 2],
      ['book', 3],
    ],
  ],
  [
    'added again',
    addToCart(cart, 'tea', 3),
    [
      ['tea', 4],
      ['pen', 2],
    ],
  ],
  [
    'changed',
    changeQuantity(cart, 'tea', 7),
    [
      ['tea', 7],
      ['pen', 2],
    ],
  ],
  ['changed to none', changeQuantity(cart, 'tea', 0), [['pen', 2]]],
  ['changed below none', changeQuantity(cart, 'tea', -1), [['pen', 2]]],
  ['removed', removeFromCart(cart, 'pen'), [['tea', 1]]],
  [
    'removed though absent',
    removeFromCart(cart, 'book'),
    [
      ['tea', 1],
      ['pen', 2],
    ],
  ],
])('%s', (_, changed, lines) => {
  expect([...changed]).toEqual(lines);
});

test('a cart is never changed, only replaced', () => {
  expect([...emptyCart]).toEqual([]);
  expect([...cart]).toEqual([
    ['tea', 1],
    ['pen', 2],
  ]);
});

test.each([
  [emptyCart, 0n],
  [cart, 9_100n],
  [addToCart(emptyCart, 'tea', 1_000_000_007), 8_800_000_061_600n],
  [addToCart(cart, 'gone', 5), 9_100n],
])('the total is exact', (contents, totalFen) => {
  expect(cartTotalFen(contents, catalog)).toBe(totalFen);
});
