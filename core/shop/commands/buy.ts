import { auth } from '#core/auth.ts';
import { bankErrors } from '#core/bank/errors.ts';
import { formatMoney, yuan } from '#core/bank/money.ts';
import { idQuestion } from '#core/bank/questions.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { AppError } from '#core/errors.ts';
import { type Answers, question } from '#core/question.ts';
import type { Cart } from '#core/shop/cart.ts';
import { shopErrors } from '#core/shop/errors.ts';
import { orderJson, orderTable } from '#core/shop/order-view.ts';
import { quantityQuestion } from '#core/shop/questions.ts';
import type { CheckoutRefusal } from '#core/shop/rules.ts';
import type { Receipt, Shop } from '#core/shop/shop.ts';
import { Shopping } from '#core/shop/shopping.ts';
import { clean } from '#lib/text/clean.ts';
import type { Text } from '#lib/text/text.ts';

const questions = {
  product: question.text({
    label: { zh: '商品（编号或名称）', en: 'Product (id or name)' },
    parse: (raw) => raw.normalize(),
  }),
  quantity: quantityQuestion,
  id: idQuestion,
};

type Result = Receipt & { readonly status: 'created' | 'exists' };

export class Buy extends Command<typeof questions, Result> {
  readonly name = 'buy';
  readonly title = { zh: '购物', en: 'Shopping' };
  readonly summary = { zh: '买一种商品', en: 'buy one product' };
  override readonly position = 10;
  readonly questions = questions;
  readonly #shop: Shop;

  constructor(shop: Shop) {
    super();
    this.#shop = shop;
  }

  /** On the command line. The menu has a dialogue of its own. */
  override confirmation(_: Context, { product, quantity }: Answers<typeof questions>): Text {
    const name = clean(product);
    return { zh: `购买 ${name}，${quantity} 件，确定吗`, en: `Buy ${name}, quantity ${quantity}` };
  }

  /** The dialogue in the menu: choose products, change the cart, pay. */
  @auth
  override async open(context: Context): Promise<void> {
    await new Shopping(context, this.#shop, (cart, id) => this.checkout(context, cart, id)).open();
  }

  @auth
  override async run(
    context: Context,
    { product, quantity, id }: Answers<typeof questions>,
  ): Promise<Result> {
    const products = await this.#shop.products();
    const found = products.find((one) => [one.id, one.name, one.nameEn].includes(product));
    if (found === undefined) throw shopErrors.unknown_product({ product });
    return this.#pay(context, new Map([[found.id, quantity]]), id ?? context.newId());
  }

  @auth
  async checkout(context: Context, cart: Cart, id: string): Promise<void> {
    this.present(context, await this.#pay(context, cart, id));
  }

  async #pay(context: Context, cart: Cart, id: string): Promise<Result> {
    const { name: user } = context.session.requireLive();
    const lines = [...cart].map(([productId, quantity]) => ({ productId, quantity }));
    const outcome = await this.#shop.checkout({ id, user, lines }, () => context.session.requireLive());
    if (!('lines' in outcome)) throw toCheckoutError(outcome);
    const logger = context.logger.child('buy');
    logger.info(
      `购物 (purchase) ${outcome.status} id=${id} user=${user} total=${formatMoney(outcome.totalFen)}`,
    );
    return outcome;
  }

  override show(context: Context, receipt: Result): void {
    const { colours, columns } = context.terminal;
    const balance = yuan(receipt.balanceFen);
    context.terminal.print(orderTable(receipt, context.language, { width: columns, colours }));
    context.say({ zh: `已付款，余额 ${balance.zh}`, en: `Paid; balance ${balance.en}` });
  }

  override json(receipt: Result): Json {
    return { ...orderJson(receipt), balance: formatMoney(receipt.balanceFen), status: receipt.status };
  }
}

function toCheckoutError(refusal: CheckoutRefusal): AppError {
  switch (refusal.status) {
    case 'unknown_product':
      return shopErrors.unknown_product({ product: refusal.product });
    case 'out_of_stock':
      return shopErrors.out_of_stock({ product: refusal.product, left: refusal.left });
    case 'empty_cart':
      return shopErrors.empty_cart();
    default:
      return bankErrors[refusal.status]();
  }
}
