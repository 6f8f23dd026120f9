import { expect, test } from 'vitest';
import { openMenu, pressEsc, steady, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { egon } from '#test/kit/run.ts';
import type { Screen } from '#test/kit/screen.ts';

/** The entries, and what they begin with: a question (`?`), or something to read and the menu again. */
const entries = [
  ['购物', '? 商店'],
  ['查看余额', 'egon 的余额：10,000,000.00 元'],
  ['转账', '? 转给谁'],
  ['账单', '? 月份，如 2026-11（留空为全部）'],
  ['订单', '还没有订单。'],
  ['存款', '? 存入金额（元）'],
  ['取款', '? 取款金额（元）'],
  ['聊天', '? 和谁聊天'],
  ['修改密码', '? 当前密码'],
] as const;

const byNumber = (screen: Screen, number: number): void => screen.type(`${number}\n`);
const byArrowDown = (screen: Screen, number: number): void => {
  screen.press(...Array<'down'>(number - 1).fill('down'), 'enter');
};
/** The list goes round: up from the first is the last. */
const byArrowUp = (screen: Screen, number: number): void => {
  screen.press(...Array<'up'>(entries.length + 3 - number).fill('up'), 'enter');
};

test.concurrent.each([
  ['its number', byNumber],
  ['the arrow down', byArrowDown],
  ['the arrow up', byArrowUp],
])('every entry opens by %s, and Esc comes back', async (_, open) => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  for (const [index, [title, begins]] of entries.entries()) {
    open(screen, index + 1);
    await screen.waitFor((text) => text.includes(`✔ 请选择 ${title}\n${begins}`));
    if (begins.startsWith('?')) await pressEsc(screen);
    await waitForMenu(screen, `✔ 请选择 ${title}\n`);
  }
  open(screen, entries.length + 1);
  await screen.waitFor(/✔ 请选择 退出登录\n已退出登录。\n\? 用户名$/);
  screen.type('egon\n123\n');
  await waitForMenu(screen, '已退出登录。\n✔ 用户名 egon');
  open(screen, entries.length + 2);
  expect(await screen.exit()).toEqual({ code: 0, signal: undefined });
  expect(screen.text()).toMatch(/✔ 请选择 退出$/);
});

test.concurrent('in English', async ({ expect }) => {
  using home = new Home();
  await using screen = await openMenu(home, egon, { language: 'en' });
  screen.type('11');
  expect(steady(await screen.waitFor('❯ 11.'))).toMatchInlineSnapshot(`
    "Console Shop
    New here: node bin/start.js register · Ctrl-C leaves

    ✔ Name egon
    ✔ Password ********

    Console Shop  egon  session: …
    ? Choose
      1. Shopping
      2. Balance
      3. Transfer
      4. Statement
      5. Orders
      6. Deposit
      7. Withdraw
      8. Chat
      9. Change password
      10. Sign out
    ❯ 11. Quit

    ↑↓ move • ⏎ select • esc back"
  `);
  screen.press('enter');
  expect((await screen.exit()).code).toBe(0);
});

test.concurrent('a number that is not there is refused, and the menu stays', async ({ expect }) => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  screen.type(`${entries.length + 3}\n`);
  expect(steady(await screen.waitFor(/\? 请选择\n❯ 1\.[\s\S]*> 没有这一项，请重选$/))).toMatchInlineSnapshot(`
    "控制台商城
    新用户：node bin/start.js register · Ctrl-C 离开

    ✔ 用户名 egon
    ✔ 密码 ********

    控制台商城  egon  会话剩余 …
    ? 请选择
    ❯ 1. 购物
      2. 查看余额
      3. 转账
      4. 账单
      5. 订单
      6. 存款
      7. 取款
      8. 聊天
      9. 修改密码
      10. 退出登录
      11. 退出

    > 没有这一项，请重选"
  `);
  screen.type('2\n');
  await waitForMenu(screen, '的余额');
});

test.concurrent('Esc in the menu leaves the screen as it is', async () => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  const before = screen.text();
  for (let count = 0; count < 5; count++) await pressEsc(screen);
  expect(screen.text()).toBe(before);
  screen.type('2\n');
  await waitForMenu(screen, '的余额');
});

/** From entry to entry: what is typed, and the question that follows. Esc then goes back through them all. */
test.concurrent.each([
  [
    'a transfer',
    [
      ['3\n', '转给谁'],
      ['alex\n', '金额（元）'],
      ['12.50\n', '从 egon 转给 alex 12.50 元，确定吗 (y/N)'],
    ],
    ['金额（元） 12.50', '转给谁 alex'],
  ],
  [
    'a withdrawal',
    [
      ['7\n', '取款金额（元）'],
      ['100\n', '取出 100.00 元，手续费 5.00 元，确定吗 (y/N)'],
    ],
    ['取款金额（元） 100'],
  ],
  [
    'the statement',
    [
      ['4\n', '月份'],
      ['2026-11\n', '格式'],
    ],
    ['月份，如 2026-11（留空为全部） 2026-11'],
  ],
  [
    'a purchase',
    [
      ['1\n', '商店'],
      ['1\n', '哪一种'],
      ['3\n', '数量'],
    ],
    ['哪一种', '商店'],
  ],
  [
    'a search',
    [
      ['1\n', '商店'],
      ['2\n', '搜索商品'],
      ['铅', '搜索商品 铅'],
      ['\n', '数量'],
    ],
    ['搜索商品', '商店'],
  ],
  [
    'a new password',
    [
      ['修改密码\n', '当前密码'],
      ['123\n', '新密码'],
      ['12345678\n', '再输入一次'],
    ],
    ['新密码'],
  ],
] as const)('Esc goes back step by step: %s', async (_, forward, back) => {
  using home = new Home();
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
  screen.type('2\n');
  await waitForMenu(screen, 'egon 的余额：10,000,000.00 元');
});
