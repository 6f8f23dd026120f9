import { test } from 'vitest';
import { openMenu, pressEsc, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { egon } from '#test/kit/users.ts';

test.concurrent('every entry of the shop opens, and Esc returns to the menu', async () => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  screen.type('购物\n');
  await screen.waitFor('✔ 请选择 购物\n? 商店');
  await pressEsc(screen);
  await waitForMenu(screen, '✔ 请选择 购物\n');
  screen.type('订单\n');
  await waitForMenu(screen, '✔ 请选择 订单\n还没有订单。');
});

/** The typed text, and the question that follows. Esc then goes back through all questions. */
test.concurrent.each([
  [
    'a purchase',
    [
      ['购物\n', '商店'],
      ['1\n', '哪一种'],
      ['3\n', '数量'],
    ],
    ['哪一种', '商店'],
  ],
  [
    'a search',
    [
      ['购物\n', '商店'],
      ['2\n', '搜索商品'],
      ['铅', '搜索商品 铅'],
      ['\n', '数量'],
    ],
    ['搜索商品', '商店'],
  ],
] as const)('Esc goes back step by step: %s', async (_, forward, back) => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  for (const [typed, question] of forward) {
    screen.type(typed);
    await waitForQuestion(screen, question);
  }
  for (const question of back) {
    await pressEsc(screen);
    await waitForQuestion(screen, question);
  }
  await pressEsc(screen);
  await waitForMenu(screen);
});
