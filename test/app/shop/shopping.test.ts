import { test } from 'vitest';
import { lastSteps, openMenu, pressEsc, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { run } from '#test/kit/run.ts';
import type { Screen } from '#test/kit/screen.ts';
import { egon, yuanhao } from '#test/kit/users.ts';

const openQuestion = (screen: Screen): string => screen.text().split('\n? ')[1] ?? '';

test.concurrent('choose, search, change, remove, pay: in Chinese', async ({ expect }) => {
  using home = bankHome();
  await using screen = await openMenu(home, egon, { rows: 70 });
  screen.type('购物\n1\n');
  await waitForQuestion(screen, '哪一种');
  expect(openQuestion(screen)).toMatchInlineSnapshot(`
    "哪一种
    ❯ 1. 铅笔                       1.50 元，余 500
      2. 笔记本                     6.80 元，余 200
      3. 龙井茶                    88.00 元，余 60
      4. 雨伞                      49.90 元，余 80
      5. 《Python 编程》           99.00 元，余 40
      6. 无线鼠标                 129.00 元，余 50
      7. 机械键盘 ⌨️              399.00 元，余 30
      8. 降噪耳机 🎧            1,299.00 元，余 25
      9. 自行车 🚲              2,680.00 元，余 15
      10. 手机                  5,999.00 元，余 20
      11. 笔记本电脑           12,999.00 元，余 10
      12. 特斯拉电动汽车      263,900.00 元，余 3
      13. 海景别墅         18,000,000.00 元，余 1

    ↑↓ 移动 • ⏎ 选定 • esc 返回"
  `);
  screen.press('down', 'down', 'enter');
  await waitForQuestion(screen, '数量');
  screen.type('100\n');
  await screen.waitFor('> 龙井茶 库存只剩 60 件，请减少数量。');
  screen.press('ctrl-u');
  screen.type('2\n');
  await screen.waitFor(/合计 176.00 元\n\n\? 商店/);
  screen.type('2\n电');
  await screen.waitFor(/\? 搜索商品 电\n❯ 笔[^\n]*\n {2}特[^\n]*\n\n/);
  expect(openQuestion(screen)).toMatchInlineSnapshot(`
    "搜索商品 电
    ❯ 笔记本电脑       12,999.00 元，余 10
      特斯拉电动汽车  263,900.00 元，余 3

    ↑↓ 移动 • ⏎ 选定 • esc 返回"
  `);
  screen.press('down', 'enter');
  await waitForQuestion(screen, '数量');
  screen.type('1\n');
  await screen.waitFor(/合计 [^\n]*\n\n\? 商店[\s\S]*$/);
  screen.type('3\n1\n5\n4\n2\n5\ny\n');
  await screen.waitFor(/已付款[\s\S]*\? 商店/);
  await pressEsc(screen);
  expect(lastSteps(await waitForMenu(screen, '已付款'))).toMatchInlineSnapshot(`
    "TITLE  egon  会话剩余 …
    ✔ 请选择 购物
    ✔ 商店 挑选商品
    ✔ 哪一种 龙井茶
    ✔ 数量 2

    购物车  数量   单价    小计
    ──────  ────  ─────  ──────
    龙井茶     2  88.00  176.00
    合计 176.00 元

    ✔ 商店 搜索
    ✔ 搜索商品 特斯拉电动汽车
    ✔ 数量 1

    购物车          数量        单价        小计
    ──────────────  ────  ──────────  ──────────
    龙井茶             2       88.00      176.00
    特斯拉电动汽车     1  263,900.00  263,900.00
    合计 264,076.00 元

    ✔ 商店 修改数量
    ✔ 哪一种 龙井茶
    ✔ 数量 5

    购物车          数量        单价        小计
    ──────────────  ────  ──────────  ──────────
    龙井茶             5       88.00      440.00
    特斯拉电动汽车     1  263,900.00  263,900.00
    合计 264,340.00 元

    ✔ 商店 移出购物车
    ✔ 哪一种 特斯拉电动汽车

    购物车  数量   单价    小计
    ──────  ────  ─────  ──────
    龙井茶     5  88.00  440.00
    合计 440.00 元

    ✔ 商店 结账
    ✔ 合计 440.00 元，确定付款吗 是
    YYYY-MM-DD hh:mm:ss  订单号 xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx
    商品    数量   单价    小计
    ──────  ────  ─────  ──────
    龙井茶     5  88.00  440.00
    合计 440.00 元
    已付款，余额 9,999,560.00 元"
  `);
  screen.type('订单\n');
  expect(lastSteps(await waitForMenu(screen, '✔ 请选择 订单'))).toMatchInlineSnapshot(`
    "TITLE  egon  会话剩余 …
    ✔ 请选择 订单
    YYYY-MM-DD hh:mm:ss  订单号 xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx
    商品    数量   单价    小计
    ──────  ────  ─────  ──────
    龙井茶     5  88.00  440.00
    合计 440.00 元"
  `);
});

test.concurrent('the shop in English, with too little money', async ({ expect }) => {
  using home = bankHome();
  await using screen = await openMenu(home, yuanhao, { language: 'en', rows: 70 });
  screen.type('Shopping\n2\nphone');
  await screen.waitFor(/Search for phone\n❯ Noise[^\n]*\n {2}Mobile[^\n]*\n\n/);
  expect(openQuestion(screen)).toMatchInlineSnapshot(`
    "Search for phone
    ❯ Noise-cancelling headphones 🎧  ¥1,299.00, 25 left
      Mobile phone                    ¥5,999.00, 20 left

    ↑↓ move • ⏎ select • esc back"
  `);
  screen.type('\n1\n5\ny\n');
  await screen.waitFor('Insufficient funds');
  screen.type('4\n1\n5\n');
  await screen.waitFor('The cart is empty');
  screen.type('1\n1\n2\n5\nn\n5\ny\n6\n');
  expect(lastSteps(await waitForMenu(screen, 'Paid'))).toMatchInlineSnapshot(`
    "TITLE  yuanhao  session: …
    ✔ Choose Shopping
    ✔ Shop Search
    ✔ Search for Noise-cancelling headphones 🎧
    ✔ Quantity 1

    Cart                            Quantity     Price       Sum
    ──────────────────────────────  ────────  ────────  ────────
    Noise-cancelling headphones 🎧         1  1,299.00  1,299.00
    Total ¥1,299.00

    ✔ Shop Check out
    ✔ Pay ¥1,299.00 Yes
    ✘ Insufficient funds. Take less, or deposit first.

    Cart                            Quantity     Price       Sum
    ──────────────────────────────  ────────  ────────  ────────
    Noise-cancelling headphones 🎧         1  1,299.00  1,299.00
    Total ¥1,299.00

    ✔ Shop Remove from the cart
    ✔ Which one Noise-cancelling headphones 🎧
    ✔ Shop Check out
    ✘ The cart is empty. Choose something first.
    ✔ Shop Choose a product
    ✔ Which one Pencil
    ✔ Quantity 2

    Cart    Quantity  Price   Sum
    ──────  ────────  ─────  ────
    Pencil         2   1.50  3.00
    Total ¥3.00

    ✔ Shop Check out
    – Pay ¥3.00 No

    Cart    Quantity  Price   Sum
    ──────  ────────  ─────  ────
    Pencil         2   1.50  3.00
    Total ¥3.00

    ✔ Shop Check out
    ✔ Pay ¥3.00 Yes
    YYYY-MM-DD hh:mm:ss  order xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx
    Product  Quantity  Price   Sum
    ───────  ────────  ─────  ────
    Pencil          2   1.50  3.00
    Total ¥3.00
    Paid; balance ¥7.00
    ✔ Shop Back"
  `);
});

test.concurrent('a search without results shows a sentence, and goes on', async ({ expect }) => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  screen.type('购物\n2\n飞机\n');
  await screen.waitFor('没有匹配的');
  expect(openQuestion(screen)).toMatchInlineSnapshot(`
    "搜索商品 飞机
    > 没有匹配的

    ↑↓ 移动 • ⏎ 选定 • esc 返回"
  `);
  screen.press('backspace', 'backspace');
  screen.type('雨');
  await screen.waitFor('❯ 雨伞');
});

test.concurrent('a purchase is listed as a movement, and the books balance after it', async ({ expect }) => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  screen.type('购物\n1\n1\n3\n5\ny\n6\n');
  // Up from the first entry is the last.
  screen.press('up', 'enter');
  expect((await screen.exit()).code).toBe(0);
  expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
  expect(home.all(`select kind from journal where kind <> 'opening'`)).toEqual([{ kind: 'purchase' }]);
});
