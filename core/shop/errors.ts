import { defineErrors } from '#core/errors.ts';

/** The errors of the shop. A code of a refused checkout equals a status of rules.ts. */
export const shopErrors = defineErrors({
  bad_quantity: {
    exitCode: 2,
    text: () => ({
      zh: '数量要写成 1 到 9999 的整数，请重新输入。',
      en: 'A quantity is a whole number from 1 to 9999. Type it again.',
    }),
  },
  empty_cart: {
    exitCode: 4,
    text: () => ({ zh: '购物车是空的，请先挑选商品。', en: 'The cart is empty. Choose something first.' }),
  },
  unknown_product: {
    exitCode: 4,
    text: ({ product }: { product: string }) => ({
      zh: `没有商品 ${product}，请核对名称。`,
      en: `There is no product ${product}. Check its name.`,
    }),
  },
  out_of_stock: {
    exitCode: 4,
    text: ({ product, left }: { product: string; left: number }) => ({
      zh: `${product} 库存只剩 ${left} 件，请减少数量。`,
      en: `Only ${left} of ${product} left in stock. Take fewer.`,
    }),
  },
});
