import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCatalog } from '#core/shop/catalog.ts';
import { Shop } from '#core/shop/shop.ts';
import { parseIni } from '#lib/ini/parse.ts';
import { live, openTestBank } from '#test/core/bank/open-test-bank.ts';

const catalogOf = (...products: readonly string[]) =>
  parseCatalog(parseIni(products.join('\n')), 'products.ini');
const product = (id: string, name: string, price: string, stock: string) =>
  `[${id}]\nname = ${name}\nprice = ${price}\nstock = ${stock}`;
const catalog = catalogOf(product('tea', '龙井茶', '88', '3'), product('pen', '铅笔', '1.50', '10'));
const tea = { productId: 'tea', name: '龙井茶', nameEn: null, unitPriceFen: 8_800n };
const pen = { productId: 'pen', name: '铅笔', nameEn: null, unitPriceFen: 150n };

async function openTestShop() {
  const bank = await openTestBank({ egon: 100_000n, yuanhao: 1_000n });
  const { database } = bank;
  let nowMs = 100;
  const shop = new Shop({ database, catalog: () => catalog, clock: () => ++nowMs });
  const available = async () => (await shop.products()).map(({ id, available }) => [id, available]);
  const close = () => bank[Symbol.asyncDispose]();
  return { bank, database, shop, available, [Symbol.asyncDispose]: close };
}
const lines = [
  { productId: 'tea', quantity: 2 },
  { productId: 'pen', quantity: 4 },
];

describe('checkout', () => {
  test('moves money, stock and order together', async () => {
    await using opened = await openTestShop();
    const { bank, shop, available } = opened;
    expect(await available()).toEqual([
      ['tea', 3],
      ['pen', 10],
    ]);
    const order = {
      id: 'a',
      atMs: 101,
      totalFen: 18_200n,
      lines: [
        { ...tea, quantity: 2 },
        { ...pen, quantity: 4 },
      ],
    };
    const outcome = await shop.checkout({ id: 'a', user: 'egon', lines }, live);
    expect(outcome).toEqual({ ...order, status: 'created', balanceFen: 81_800n });
    expect(await available()).toEqual([
      ['tea', 1],
      ['pen', 6],
    ]);
    expect(await bank.balance('egon')).toBe(81_800n);
    expect(await shop.orders('egon')).toEqual([order]);
    expect(await shop.orders('yuanhao')).toEqual([]);
    expect((await bank.statement('egon')).at(-1)).toMatchObject({
      id: 'a',
      kind: 'purchase',
      amountFen: -18_200n,
    });
    expect(await bank.audit()).toMatchObject({ ok: true, totalFen: 101_000n });
  });

  test('happens once for one id, with the same result also after prices, stock and balance changed', async () => {
    await using opened = await openTestShop();
    const { bank, database, shop, available } = opened;
    const first = await shop.checkout({ id: 'a', user: 'egon', lines }, live);
    await bank.withdraw({ id: 'w', name: 'egon', amountFen: 70_000n }, live);
    const dearer = catalogOf(product('pen', '钢笔', '2', '1'));
    const later = new Shop({ database, catalog: () => dearer, clock: () => 999 });
    expect(await later.checkout({ id: 'a', user: 'egon', lines: [...lines].reverse() }, live)).toEqual({
      ...first,
      status: 'exists',
    });
    expect(await bank.balance('egon')).toBe(8_300n);
    expect(await available()).toEqual([
      ['tea', 1],
      ['pen', 6],
    ]);
    expect(await shop.orders('egon')).toHaveLength(1);
  });

  test.each([
    [
      'other quantities',
      {
        user: 'egon',
        lines: [
          { productId: 'tea', quantity: 1 },
          { productId: 'pen', quantity: 4 },
        ],
      },
    ],
    ['fewer lines', { user: 'egon', lines: lines.slice(0, 1) }],
  ])('refuses another order of the same user under the same id: %s', async (_, other) => {
    await using opened = await openTestShop();
    const { shop } = opened;
    await shop.checkout({ id: 'a', user: 'egon', lines }, live);
    expect(await shop.checkout({ id: 'a', ...other }, live)).toEqual({ status: 'id_reused' });
  });

  test('is made for each user who uses the same id', async () => {
    await using opened = await openTestShop();
    const { shop } = opened;
    const one = [{ productId: 'pen', quantity: 1 }];
    for (const status of ['created', 'exists'])
      for (const user of ['egon', 'yuanhao'])
        expect(await shop.checkout({ id: 'a', user, lines: one }, live)).toMatchObject({ status });
    expect((await shop.orders('yuanhao')).map(({ id }) => id)).toEqual(['a']);
  });

  test('under the id of a transfer is refused', async () => {
    await using opened = await openTestShop();
    const { bank, shop } = opened;
    await bank.transfer({ id: 'a', from: 'egon', to: 'yuanhao', amountFen: 18_200n }, live);
    expect(await shop.checkout({ id: 'a', user: 'egon', lines }, live)).toEqual({ status: 'id_reused' });
  });

  test.each([
    [{ status: 'empty_cart' }, 'egon', []],
    [{ status: 'unknown_account' }, 'nobody', lines],
    [{ status: 'unknown_product', product: 'gold' }, 'egon', [...lines, { productId: 'gold', quantity: 1 }]],
    [{ status: 'out_of_stock', product: 'tea', left: 3 }, 'egon', [{ productId: 'tea', quantity: 4 }]],
    // Each line alone would do.
    [
      { status: 'out_of_stock', product: 'tea', left: 3 },
      'egon',
      [
        { productId: 'tea', quantity: 2 },
        { productId: 'tea', quantity: 2 },
      ],
    ],
    [{ status: 'insufficient_funds' }, 'yuanhao', lines],
  ])('refused with %j changes nothing', async (status, user, wanted) => {
    await using opened = await openTestShop();
    const { bank, shop, available } = opened;
    const before = [await bank.audit(), await available()];
    expect(await shop.checkout({ id: 'a', user, lines: wanted }, live)).toEqual(status);
    expect([await bank.audit(), await available()]).toEqual(before);
    expect(await shop.orders(user)).toEqual([]);
  });

  test('after the end of the session changes nothing', async () => {
    await using opened = await openTestShop();
    const { bank, shop, available } = opened;
    const before = [await bank.audit(), await available()];
    const ended = () => {
      throw new Error('the session has ended');
    };
    await expect(shop.checkout({ id: 'a', user: 'egon', lines }, ended)).rejects.toThrow('has ended');
    expect([await bank.audit(), await available()]).toEqual(before);
  });

  test.each([0, -1, 1.5, Number.NaN])('of a quantity of %s is a bug, not a purchase', async (quantity) => {
    await using opened = await openTestShop();
    const { bank, shop } = opened;
    const buy = () => shop.checkout({ id: 'a', user: 'egon', lines: [{ productId: 'pen', quantity }] }, live);
    await expect(buy()).rejects.toThrow('whole number');
    expect(await bank.balance('egon')).toBe(100_000n);
  });

  test('never sells the last one twice', async () => {
    await using opened = await openTestShop();
    const { shop, available } = opened;
    const buy = (id: string) =>
      shop.checkout({ id, user: 'egon', lines: [{ productId: 'tea', quantity: 2 }] }, live);
    const outcomes = await Promise.all([buy('a'), buy('b')]);
    expect(outcomes).toMatchObject([
      { status: 'created' },
      { status: 'out_of_stock', product: 'tea', left: 1 },
    ]);
    expect(await available()).toEqual([
      ['tea', 1],
      ['pen', 10],
    ]);
  });
});

test('orders come newest first, with the prices of their time', async () => {
  await using opened = await openTestShop();
  const { database, shop } = opened;
  await shop.checkout({ id: 'a', user: 'egon', lines: [{ productId: 'pen', quantity: 1 }] }, live);
  const dearer = catalogOf(product('pen', '钢笔', '2', '10'));
  const later = new Shop({ database, catalog: () => dearer, clock: () => 999 });
  await later.checkout({ id: 'b', user: 'egon', lines: [{ productId: 'pen', quantity: 1 }] }, live);
  expect(await later.orders('egon')).toEqual([
    {
      id: 'b',
      atMs: 999,
      totalFen: 200n,
      lines: [{ ...pen, name: '钢笔', unitPriceFen: 200n, quantity: 1 }],
    },
    { id: 'a', atMs: 101, totalFen: 150n, lines: [{ ...pen, quantity: 1 }] },
  ]);
});

test('a stock below the sold quantity shows none left, and a higher one restocks', async () => {
  await using opened = await openTestShop();
  const { database, shop } = opened;
  await shop.checkout({ id: 'a', user: 'egon', lines: [{ productId: 'pen', quantity: 5 }] }, live);
  const withStock = (stock: string) =>
    new Shop({
      database,
      catalog: () => catalogOf(product('pen', '笔', '1', stock)),
      clock: () => 1,
    });
  expect(await withStock('4').products()).toMatchObject([{ available: 0 }]);
  expect(await withStock('12').products()).toMatchObject([{ available: 7 }]);
});

test('orders are never changed afterwards, and the tables refuse to oversell', async () => {
  await using opened = await openTestShop();
  const { database, shop } = opened;
  await shop.checkout({ id: 'a', user: 'egon', lines }, live);
  const run = (sql: string) => database.write((queries) => queries.run(sql));
  await expect(run('update orders set total_fen = 1')).rejects.toThrow('immutable');
  await expect(run('delete from orders')).rejects.toThrow('immutable');
  await expect(run('update order_line set quantity = 1')).rejects.toThrow('immutable');
  await expect(run('delete from order_line')).rejects.toThrow('immutable');
  await expect(run('update stock set sold = supplied + 1')).rejects.toThrow('CHECK');
});

test('for any purchases in any order, money, stock and orders agree', async () => {
  const purchase = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    user: fc.constantFrom('egon', 'yuanhao', 'nobody'),
    lines: fc.array(
      fc.record({
        productId: fc.constantFrom('tea', 'pen', 'gold'),
        quantity: fc.integer({ min: 1, max: 4 }),
      }),
      { maxLength: 3 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(purchase, { minLength: 5, maxLength: 20 }), async (purchases) => {
      await using opened = await openTestShop();
      const { bank, shop, available } = opened;
      await Promise.all(purchases.map((one) => shop.checkout(one, live)));
      const orders = [...(await shop.orders('egon')), ...(await shop.orders('yuanhao'))];
      const soldOf = (id: string) =>
        orders
          .flatMap((order) => order.lines)
          .reduce((sum, line) => sum + (line.productId === id ? line.quantity : 0), 0);
      expect(await available()).toEqual([
        ['tea', 3 - soldOf('tea')],
        ['pen', 10 - soldOf('pen')],
      ]);
      const spentFen = orders.reduce((sum, { totalFen }) => sum + totalFen, 0n);
      expect((await bank.balance('egon')) + (await bank.balance('yuanhao'))).toBe(101_000n - spentFen);
      expect(await bank.audit()).toMatchObject({ ok: true, totalFen: 101_000n });
    }),
    { numRuns: 20 },
  );
});
