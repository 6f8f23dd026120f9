import { test } from 'vitest';
import { openMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { egon } from '#test/kit/users.ts';

test.concurrent('a window of 40 columns holds the shop, amounts whole, each line one line', async ({
  expect,
}) => {
  using home = bankHome();
  await using screen = await openMenu(home, egon, { columns: 40 });
  screen.type('购物\n1\n');
  await waitForQuestion(screen, '哪一种');
  expect(screen.text().split('\n? ')[1]).toMatchInlineSnapshot(`
    "哪一种
    ❯ 1. 铅笔                       1.50 …
      2. 笔记本                     6.80 …
      3. 龙井茶                    88.00 …
      4. 雨伞                      49.90 …
      5. 《Python 编程》           99.00 …
      6. 无线鼠标                 129.00 …
      7. 机械键盘 ⌨️              399.00 …
      8. 降噪耳机 🎧            1,299.00 …
      9. 自行车 🚲              2,680.00 …
      10. 手机                  5,999.00 …
      11. 笔记本电脑           12,999.00 …
      12. 特斯拉电动汽车      263,900.00 …
      13. 海景别墅         18,000,000.00 …

    ↑↓ 移动 • ⏎ 选定 • esc 返回"
  `);
  screen.type('12\n2\n');
  expect((await screen.waitFor(/合计[\s\S]*esc 返回$/)).split('✔ 数量 2\n')[1]).toMatchInlineSnapshot(`
    "
    购物车      数量        单价        小计
    ──────────  ────  ──────────  ──────────
    特斯拉电…      2  263,900.00  527,800.00
    合计 527,800.00 元

    ? 商店
    ❯ 1. 挑选商品
      2. 搜索
      3. 修改数量
      4. 移出购物车
      5. 结账
      6. 返回

    ↑↓ 移动 • ⏎ 选定 • esc 返回"
  `);
});
