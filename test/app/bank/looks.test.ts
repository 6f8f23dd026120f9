import { describe, test } from 'vitest';
import { lastSteps, openMenu, waitForMenu } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

describe.concurrent('narrow windows', () => {
  test('of 40 columns show a statement as lists, amounts whole', async ({ expect }) => {
    using home = bankHome();
    await runAs(egon, ['transfer', '--to', 'alex', '--amount', '12.50', '--id', 'a1'], { home: home.path });
    await using screen = await openMenu(home, egon, { columns: 40 });
    screen.type('账单\n\n\n');
    await waitForMenu(screen, '✔ 格式');
    expect(lastSteps(screen.text())).toMatchInlineSnapshot(`
      "TITLE  egon  会话剩余 …
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
    using home = bankHome();
    await using screen = await openMenu(home, egon, { columns: 20, rows: 50 });
    screen.type('转账\nalex\n1\ny\n查看余额\n');
    await waitForMenu(screen, '的余额');
    expect(home.all(`select kind from journal where kind = 'transfer'`)).toHaveLength(1);
    expect(screen.text()).toContain('9,999,999');
  });
});
