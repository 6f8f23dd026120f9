import { auth } from '#core/auth.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { orderJson, orderTable } from '#core/shop/order-view.ts';
import type { Order, Shop } from '#core/shop/shop.ts';

interface Result {
  readonly user: string;
  readonly orders: readonly Order[];
}

export class Orders extends Command<Record<never, never>, Result> {
  readonly name = 'orders';
  readonly title = { zh: '订单', en: 'Orders' };
  readonly summary = { zh: '查看买过的东西', en: 'show what was bought' };
  override readonly position = 50;
  readonly questions = {};
  readonly #shop: Shop;

  constructor(shop: Shop) {
    super();
    this.#shop = shop;
  }

  @auth
  override async run(context: Context): Promise<Result> {
    const { name } = context.session.requireLive();
    return { user: name, orders: await this.#shop.orders(name) };
  }

  override show(context: Context, { orders }: Result): void {
    const { terminal, language } = context;
    const { colours, columns: width } = terminal;
    const tables = orders.map((order) => orderTable(order, language, { width, colours }));
    if (orders.length === 0) context.say({ zh: '还没有订单。', en: 'There are no orders yet.' });
    else terminal.print(tables.join('\n\n'));
  }

  override json({ user, orders }: Result): Json {
    return { user, orders: orders.map(orderJson) };
  }
}
