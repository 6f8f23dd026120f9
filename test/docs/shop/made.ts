import { menuPrompt, type Scene } from '#test/docs/scene.ts';

const shop = { zh: '? 商店', en: '? Shop' };

/** Something is bought. */
export const scene: Scene = {
  position: 10,
  steps: [
    [menuPrompt, { zh: '购物', en: 'Shopping' }],
    [shop, { zh: '挑选商品', en: 'Choose a product' }],
    [{ zh: '? 哪一种', en: '? Which one' }, '3'],
    [{ zh: '? 数量', en: '? Quantity' }, '2'],
    [shop, { zh: '结账', en: 'Check out' }],
    [{ zh: '? 合计', en: '? Pay' }, 'y'],
    [shop, { zh: '返回', en: 'Back' }],
  ],
};
