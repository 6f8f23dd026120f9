import { describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { jsonOf, runAs } from '#test/kit/run.ts';
import { egon, yuanhao } from '#test/kit/users.ts';

describe('in the menu', () => {
  test('search, add, change, remove, pay, and find the order', async () => {
    using home = bankHome();
    await using talk = await openConversation(home);
    const trip = [
      ['Shopping', '2', '铅', '3'],
      ['1', 'tea', '2'],
      ['3', 'pencil', '5'],
      ['4', 'tea'],
      ['5', 'y', '6'],
    ];
    await talk.end(...egon, ...trip.flat(), 'Orders', '2');
    expect(talk.shown).toContain('Total ¥4.50\n');
    expect(talk.shown).toContain('Total ¥180.50\n');
    expect(talk.shown).toContain('Total ¥183.50\n');
    const receipt =
      /order [0-9a-f-]{36}\nProduct {2}Quantity {2}Price {3}Sum\n─────── {2}──────── {2}───── {2}────\nPencil {10}5 {3}1.50 {2}7.50\nTotal ¥7.50\n/;
    expect(talk.shown).toMatch(new RegExp(`Pay ¥7.50\n.*${receipt.source}Paid; balance ¥9,999,992.50\n`));
    expect(talk.shown.match(new RegExp(receipt, 'g'))).toHaveLength(2);
    expect(talk.shown).toContain('Balance of egon: ¥9,999,992.50');
    expect(home.all('select product_id, supplied, sold from stock')).toEqual([
      { product_id: 'pencil', supplied: 500, sold: 5 },
    ]);
  });

  test('in Chinese', async () => {
    using home = bankHome();
    await using talk = await openConversation(home, { env: { [variable('LANGUAGE')]: 'zh' } });
    await talk.end(...egon, '购物', '1', '龙井茶', '1', '5', 'y', '6', '订单');
    expect(talk.shown).toContain('3. 龙井茶  88.00 元，余 60\n');
    expect(talk.shown).toMatch(
      /合计 88\.00 元，确定付款吗\n.*订单号 [0-9a-f-]{36}\n商品 {4}数量 {3}单价 {3}小计\n/,
    );
    expect(talk.shown).toContain('已付款，余额 9,999,912.00 元\n');
  });

  test('a refusal keeps the cart', async () => {
    using home = bankHome();
    await using talk = await openConversation(home);
    await talk.end(
      ...yuanhao,
      'Shopping',
      '1',
      'tea',
      '1',
      '5',
      'y',
      '4',
      'tea',
      '1',
      'pencil',
      '6',
      '5',
      'y',
    );
    expect(talk.shown).toContain('Insufficient funds. Take less, or deposit first.\n\nCart');
    expect(talk.shown).toContain('Paid; balance ¥1.00');
  });

  test('refuses to pay an empty cart, and to sell more than the stock', async () => {
    using home = bankHome();
    await using talk = await openConversation(home);
    const trip = [
      ['Shopping', '5', '3'],
      ['1', 'tesla', '4', '2'],
      ['1', 'tesla', '2', '1'],
      ['3', 'tesla', '4', '3'],
    ];
    await talk.end(...egon, ...trip.flat());
    expect(talk.shown.match(/The cart is empty\. Choose something first\./g)).toHaveLength(2);
    expect(talk.shown.match(/Only \d of .*/g)).toEqual([
      'Only 3 of Tesla electric car left in stock. Take fewer.',
      'Only 1 of Tesla electric car left in stock. Take fewer.',
      'Only 3 of Tesla electric car left in stock. Take fewer.',
    ]);
    expect(talk.shown.match(/Total .*/g)?.at(-1)).toBe('Total ¥791,700.00');
    expect(home.all('select * from orders')).toEqual([]);
  });

  test('asks again after a malformed quantity', async () => {
    using home = bankHome();
    await using talk = await openConversation(home);
    await talk.end(...egon, 'Shopping', '1', '1', '0', '-1', '1.5', '²', '10000', '', '2', '6');
    expect(talk.shown.match(/A quantity is a whole number from 1 to 9999\. Type it again\./g)).toHaveLength(
      6,
    );
    expect(talk.shown).toContain('Total ¥3.00');
  });
});

describe('on the command line', () => {
  test('buys by id or by name, once per id; the order is found again', async () => {
    using home = bankHome();
    const options = { home: home.path };
    const args = ['buy', '--product', 'tea', '--quantity', '2', '--id', 'b1', '--json'];
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const order = {
      id: 'b1',
      time,
      total: '176.00',
      lines: [{ product: 'tea', name: '龙井茶', quantity: 2, price: '88.00' }],
    };
    const receipt = { ...order, balance: '9999824.00' };
    expect(jsonOf(await runAs(egon, args, options))).toEqual({
      code: 0,
      json: { ...receipt, status: 'created' },
    });
    expect(jsonOf(await runAs(egon, args, options))).toEqual({
      code: 0,
      json: { ...receipt, status: 'exists' },
    });
    const byName = await runAs(
      egon,
      ['buy', '--product', '笔记本', '--quantity', '1', '--id', 'b2'],
      options,
    );
    expect(byName.stdout).toContain(
      'Notebook         1   6.80  6.80\nTotal ¥6.80\nPaid; balance ¥9,999,817.20\n',
    );
    const orders = jsonOf(await runAs(egon, ['orders', '--json'], options));
    expect(orders).toMatchObject({ code: 0, json: { user: 'egon', orders: [{ id: 'b2' }, order] } });
    expect((await runAs(yuanhao, ['orders'], options)).stdout).toBe('There are no orders yet.\n');
    expect(jsonOf(await runAs(yuanhao, ['orders', '--json'], options)).json).toEqual({
      user: 'yuanhao',
      orders: [],
    });
  });

  test('refuses with a code', async () => {
    using home = bankHome();
    const buy = (product: string, quantity: string) =>
      runAs(yuanhao, ['buy', '--product', product, '--quantity', quantity, '--json'], { home: home.path });
    const results = await Promise.all([
      buy('toString', '1'),
      buy('\x1b[2J', '1'),
      buy('tea', '0'),
      buy('tea', '61'),
      buy('villa', '2'),
      buy('tea', '1'),
    ]);
    expect(results.map(jsonOf)).toMatchObject([
      { code: 4, json: { error: { code: 'unknown_product' } } },
      { code: 4, json: { error: { message: 'There is no product \ufffd[2J. Check its name.' } } },
      { code: 2, json: { error: { code: 'bad_quantity' } } },
      {
        code: 4,
        json: { error: { code: 'out_of_stock', message: 'Only 60 of tea left in stock. Take fewer.' } },
      },
      { code: 4, json: { error: { code: 'out_of_stock' } } },
      { code: 4, json: { error: { code: 'insufficient_funds' } } },
    ]);
  });
});
