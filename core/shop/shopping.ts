import assert from 'node:assert';
import { groupMoney, yuan } from '#core/bank/money.ts';
import type { Context } from '#core/context.ts';
import { askOne } from '#core/dialogue.ts';
import { refuse, shownError } from '#core/shown-error.ts';
import { table } from '#lib/terminal/table.ts';
import { Back, type Choice } from '#lib/terminal/terminal.ts';
import type { Text } from '#lib/text/text.ts';
import { addToCart, type Cart, cartTotalFen, changeQuantity, emptyCart, removeFromCart } from './cart.ts';
import { shopErrors } from './errors.ts';
import { productName } from './order-view.ts';
import { quantityUpTo } from './questions.ts';
import { searchProducts } from './search.ts';
import type { AvailableProduct, Shop } from './shop.ts';

const steps = {
  choose: { zh: '挑选商品', en: 'Choose a product' },
  search: { zh: '搜索', en: 'Search' },
  change: { zh: '修改数量', en: 'Change a quantity' },
  remove: { zh: '移出购物车', en: 'Remove from the cart' },
  pay: { zh: '结账', en: 'Check out' },
  back: { zh: '返回', en: 'Back' },
} as const satisfies Record<string, Text>;

type Step = keyof typeof steps;

/** One run of the shop's dialogue. The cart is lost at its end. */
export class Shopping {
  readonly #context: Context;
  readonly #shop: Shop;
  readonly #pay: (cart: Cart, id: string) => Promise<void>;
  #products: readonly AvailableProduct[] = [];
  #cart: Cart = emptyCart;

  /** @param pay pays for the cart, once for each id, and shows the receipt. */
  constructor(context: Context, shop: Shop, pay: (cart: Cart, id: string) => Promise<void>) {
    this.#context = context;
    this.#shop = shop;
    this.#pay = pay;
  }

  async open(): Promise<void> {
    for (;;) {
      this.#products = await this.#shop.products();
      this.#showCart();
      const step = await this.#chooseStep();
      if (step === 'back') return;
      try {
        await this.#take(step);
      } catch (error) {
        // Esc in a step goes back to the list of steps. An AppError is shown here, so that the cart is not lost.
        const refusal = shownError(error, this.#context);
        if (refusal !== undefined) refuse(this.#context, refusal.text);
        else if (error instanceof Back) this.#context.terminal.takeBack();
        else throw error;
      }
    }
  }

  async #chooseStep(): Promise<Step> {
    const choices = Object.entries(steps).map(([value, name]) => ({ value, name: this.#context.in(name) }));
    try {
      const message = this.#context.in({ zh: '商店', en: 'Shop' });
      return (await this.#context.ask({ kind: 'choice', message, choices })) as Step;
    } catch (error) {
      if (error instanceof Back) return 'back';
      throw error;
    }
  }

  async #take(step: Exclude<Step, 'back'>): Promise<void> {
    if (step === 'choose') return this.#add(() => this.#askProduct(this.#products));
    if (step === 'search') return this.#add(() => this.#search());
    if (this.#cart.size === 0) throw shopErrors.empty_cart();
    if (step === 'pay') return this.#checkout();
    const inCart = this.#products.filter(({ id }) => this.#cart.has(id));
    if (step === 'remove') this.#cart = removeFromCart(this.#cart, (await this.#askProduct(inCart)).id);
    else await this.#change(() => this.#askProduct(inCart));
  }

  async #add(choose: () => Promise<AvailableProduct>): Promise<void> {
    const left = ({ id, available }: AvailableProduct) => available - (this.#cart.get(id) ?? 0);
    const [product, quantity] = await this.#askHowMany(choose, left);
    this.#cart = addToCart(this.#cart, product.id, quantity);
  }

  async #change(choose: () => Promise<AvailableProduct>): Promise<void> {
    const [product, quantity] = await this.#askHowMany(choose, ({ available }) => available);
    this.#cart = changeQuantity(this.#cart, product.id, quantity);
  }

  async #checkout(): Promise<void> {
    // The id is made before the prompt: if @auth repeats the payment after a sign-in, the same id prevents a second one.
    const id = this.#context.newId();
    const total = yuan(this.#total());
    const message = { zh: `合计 ${total.zh}，确定付款吗`, en: `Pay ${total.en}` };
    const answer = await this.#context.ask({
      kind: 'confirm',
      message: this.#context.in(message),
      initial: false,
    });
    if (answer !== 'yes') return;
    await this.#pay(this.#cart, id);
    this.#cart = emptyCart;
  }

  async #askProduct(products: readonly AvailableProduct[]): Promise<AvailableProduct> {
    const message = this.#context.in({ zh: '哪一种', en: 'Which one' });
    return this.#productOf(
      await this.#context.ask({ kind: 'choice', message, choices: this.#choices(products) }),
    );
  }

  async #search(): Promise<AvailableProduct> {
    const message = this.#context.in({ zh: '搜索商品', en: 'Search for' });
    const find = (term: string) => this.#choices(searchProducts(this.#products, term));
    return this.#productOf(await this.#context.ask({ kind: 'search', message, find }));
  }

  /** Esc at the quantity goes back to the products. @param left the maximum quantity of a product. */
  async #askHowMany(
    choose: () => Promise<AvailableProduct>,
    left: (product: AvailableProduct) => number,
  ): Promise<readonly [AvailableProduct, number]> {
    for (;;) {
      const product = await choose();
      const question = quantityUpTo(left(product), productName(product, this.#context.language));
      try {
        return [product, question.parse(await askOne(this.#context, question))];
      } catch (error) {
        if (!(error instanceof Back)) throw error;
        this.#context.terminal.takeBack();
      }
    }
  }

  #choices(products: readonly AvailableProduct[]): readonly Choice[] {
    const { language } = this.#context;
    const prices = products.map(({ priceFen }) => groupMoney(priceFen));
    const width = prices.reduce((most, { length }) => Math.max(most, length), 0);
    return products.map((product, index) => {
      const price = prices[index] ?? '';
      const hint = {
        zh: `${price.padStart(width)} 元，余 ${product.available}`,
        en: `${`¥${price}`.padStart(width + 1)}, ${product.available} left`,
      };
      return { value: product.id, name: productName(product, language), hint: hint[language] };
    });
  }

  #productOf(id: string): AvailableProduct {
    const product = this.#products.find((one) => one.id === id);
    assert(product !== undefined, 'the shop answered with a product it did not offer');
    return product;
  }

  #total(): bigint {
    return cartTotalFen(this.#cart, new Map(this.#products.map((product) => [product.id, product])));
  }

  #showCart(): void {
    if (this.#cart.size === 0) return;
    const { terminal, language } = this.#context;
    const rows = [...this.#cart].map(([id, quantity]) => {
      const product = this.#productOf(id);
      const sum = product.priceFen * BigInt(quantity);
      return [
        productName(product, language),
        String(quantity),
        groupMoney(product.priceFen),
        groupMoney(sum),
      ];
    });
    const titles = { zh: ['购物车', '数量', '单价', '小计'], en: ['Cart', 'Quantity', 'Price', 'Sum'] }[
      language
    ];
    const { columns: width, colours } = terminal;
    const total = yuan(this.#total());
    terminal.print(
      `\n${table(
        titles.map((title) => ({ title })),
        rows,
        { width, colours },
      )}`,
    );
    this.#context.say({ zh: `合计 ${total.zh}\n`, en: `Total ${total.en}\n` });
  }
}
