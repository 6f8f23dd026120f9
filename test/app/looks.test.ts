import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { lastSteps, openMenu, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { egon, run, runAs } from '#test/kit/run.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours
const colour = /\x1b\[[\d;]*m/;

describe.concurrent('colours', () => {
  const everything = '1\n1\n\n2\n2\n雨\n1\n5\nx\x15y\n6\n3\nalex\n-\x151\nn\n4\n\n\n5\n6\n2\n99\n2\n';

  test.for([
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['a dumb terminal', { TERM: 'dumb' }, false],
    ['a terminal', {}, true],
    ['FORCE_COLOR on a dumb one', { TERM: 'dumb', FORCE_COLOR: '1' }, true],
  ] as const)('%s', async ([, env, coloured], { expect }) => {
    using home = new Home();
    await using screen = await openMenu(home, egon, { env });
    screen.type(everything);
    await waitForMenu(screen, '的余额');
    expect(colour.test(screen.raw())).toBe(coloured);
  });

  test('never in what is no terminal', async ({ expect }) => {
    using home = new Home();
    const { stdout, code } = await run([], { home: home.path, input: 'egon\n123\n4\n\n1\n2\n' });
    expect(code).toBe(0);
    expect(stdout).toContain('10,000,000.00');
    expect(stdout).not.toContain('\x1b');
  });
});

describe.concurrent('narrow windows', () => {
  test('of 40 columns hold everything, amounts whole, each line one line', async ({ expect }) => {
    using home = new Home();
    await runAs(egon, ['transfer', '--to', 'alex', '--amount', '12.50', '--id', 'a1'], { home: home.path });
    await using screen = await openMenu(home, egon, { columns: 40 });
    screen.type('1\n1\n');
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
    screen.type('6\n4\n\n\n');
    await waitForMenu(screen, '✔ 格式');
    expect(lastSteps(screen.text())).toMatchInlineSnapshot(`
      "控制台商城  egon  会话剩余 …
      ✔ 请选择 账单
      ✔ 月份，如 2026-11（留空为全部）
      ✔ 格式 表格
      时间        YYYY-MM-DD hh:mm:ss
      类型        开户
      金额        10,000,000.00
      余额        10,000,000.00
      编号        opening/5

      时间        YYYY-MM-DD hh:mm:ss
      类型        转账
      对方        alex
      金额        -12.50
      余额        9,999,987.50
      编号        a1

      余额 █▁"
    `);
  });

  test('of 20 columns still work', async ({ expect }) => {
    using home = new Home();
    await using screen = await openMenu(home, egon, { columns: 20, rows: 50 });
    screen.type('3\nalex\n1\ny\n2\n');
    await waitForMenu(screen, '的余额');
    expect(home.all(`select kind from journal where kind = 'transfer'`)).toHaveLength(1);
    expect(screen.text()).toContain('9,999,999');
  });
});

test.concurrent('a window that changes its size while a question is open', async ({ expect }) => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  screen.type('1\n1\n');
  await waitForQuestion(screen, '哪一种');
  for (const columns of [60, 41, 30, 77, 100]) {
    screen.resize(columns, 40);
    await sleep(30);
  }
  screen.press('down');
  await screen.waitFor(/❯ 2\. 笔记本/);
  screen.press('enter');
  await waitForQuestion(screen, '数量');
  screen.resize(50, 20);
  screen.type('2');
  await waitForQuestion(screen, '数量 2');
  screen.press('enter');
  await screen.waitFor('合计 13.60 元');
  screen.type('6\n4\n');
  await waitForQuestion(screen, '月份');
  screen.resize(100, 40);
  screen.type('\n\n');
  const text = await waitForMenu(screen, '开户');
  expect(text).toMatch(/\n时间 +类型 +对方 +金额 +其中手续费 +余额 +编号\n─+/);
});

test.concurrent('what is typed is seen where it is typed, however long it is', async ({ expect }) => {
  using home = new Home();
  await using screen = await openMenu(home, egon, { columns: 40 });
  screen.type('3\n');
  await waitForQuestion(screen, '转给谁');
  screen.type('很'.repeat(60));
  await screen.waitFor((text) => (text.match(/很/g) ?? []).length === 60);
  const long = screen.text();
  screen.press(...Array<'backspace'>(59).fill('backspace'));
  await screen.waitFor(/\? 转给谁 很$/);
  expect(screen.text().split('\n').length).toBeLessThan(long.split('\n').length);
});
