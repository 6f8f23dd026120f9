import { expect, test } from 'vitest';
import { lastSteps, openMenu, steady, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { run, runAs } from '#test/kit/run.ts';
import { egon, yuanhao } from '#test/kit/users.ts';

test.concurrent('a transfer: a confirmation that names both, and a receipt with its id', async ({
  expect,
}) => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  screen.type('转账\nalex\n12.5\n');
  await waitForQuestion(screen, '从 egon 转给 alex 12.50 元，确定吗 (y/N)');
  screen.type('y\n');
  expect(lastSteps(await waitForMenu(screen, '已转给'))).toMatchInlineSnapshot(`
    "TITLE  egon  会话剩余 …
    ✔ 请选择 转账
    ✔ 转给谁 alex
    ✔ 金额（元） 12.5
    ✔ 从 egon 转给 alex 12.50 元，确定吗 是
    已转给 alex 12.50 元，余额 9,999,987.50 元
    编号 xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
  `);
  const [, id] = /编号 (\S+)/.exec(screen.text()) ?? [];
  expect(home.all(`select id from journal where kind = 'transfer'`)).toEqual([{ id }]);
  expect(home.log()).toContain(`转账 (transfer) created id=${id} from=egon to=alex amount=12.50`);
});

test.concurrent('a transfer that is not confirmed moves nothing', async () => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  for (const answer of ['n', '', '否', 'No']) {
    screen.type(`转账\nalex\n12.5\n${answer}\n查看余额\n`);
    await screen.waitFor(/确定吗 否\n已取消。\n[\s\S]*余额：10,000,000\.00 元\n[\s\S]*\? 请选择/);
  }
  expect(home.all(`select id from journal where kind = 'transfer'`)).toEqual([]);
});

test.concurrent('refusals are shown, and the menu goes on', async ({ expect }) => {
  using home = bankHome();
  await using screen = await openMenu(home, yuanhao);
  screen.type('转账\nyuanhao\n1\ny\n');
  await waitForMenu(screen, '不能转给自己');
  screen.type('转账\nnobody\n1\ny\n');
  await waitForMenu(screen, '没有这个收款人');
  screen.type('转账\nalex\n10.01\ny\n');
  await waitForMenu(screen, '余额不足');
  screen.type('转账\nalex\n0\ny\n');
  expect(
    steady(await waitForMenu(screen, '必须大于零'))
      .split('\n\n')
      .slice(1, -2)
      .join('\n\n'),
  ).toMatchInlineSnapshot(`
    "✔ 用户名 yuanhao
    ✔ 密码 ********

    TITLE  yuanhao  会话剩余 …
    ✔ 请选择 转账
    ✔ 转给谁 yuanhao
    ✔ 金额（元） 1
    ✔ 从 yuanhao 转给 yuanhao 1.00 元，确定吗 是
    ✘ 不能转给自己，请换一个收款人。

    TITLE  yuanhao  会话剩余 …
    ✔ 请选择 转账
    ✔ 转给谁 nobody
    ✔ 金额（元） 1
    ✔ 从 yuanhao 转给 nobody 1.00 元，确定吗 是
    ✘ 没有这个收款人，请核对用户名。

    TITLE  yuanhao  会话剩余 …
    ✔ 请选择 转账
    ✔ 转给谁 alex
    ✔ 金额（元） 10.01
    ✔ 从 yuanhao 转给 alex 10.01 元，确定吗 是
    ✘ 余额不足，请减少金额或先存款。

    TITLE  yuanhao  会话剩余 …
    ✔ 请选择 转账
    ✔ 转给谁 alex
    ✔ 金额（元） 0
    ✔ 从 yuanhao 转给 alex 0.00 元，确定吗 是
    ✘ 金额必须大于零，请重新输入。"
  `);
});

test.concurrent('a malformed amount is refused under the line, and corrected there', async () => {
  using home = bankHome();
  await using screen = await openMenu(home, egon, { language: 'en' });
  screen.type('Deposit\n');
  for (const wrong of ['-5', '1e3', '12.345', '²', '１２', '0x10', '1 2']) {
    screen.type(`${wrong}\n`);
    await screen.waitFor(
      `? Amount to deposit (yuan) ${wrong}\n> An amount is written like 12, 12.5 or 12.50.`,
    );
    screen.press('ctrl-u');
    await screen.waitFor(/\? Amount to deposit \(yuan\)$/);
  }
  screen.type(' 12.5 \n');
  await waitForMenu(screen, 'Deposited ¥12.50; balance ¥10,000,012.50');
});

test.concurrent('deposit and withdraw, with the fee shown before', async ({ expect }) => {
  using home = bankHome();
  await using screen = await openMenu(home, yuanhao);
  screen.type('存款\n100\n');
  expect(lastSteps(await waitForMenu(screen, '已存入'))).toMatchInlineSnapshot(`
    "TITLE  yuanhao  会话剩余 …
    ✔ 请选择 存款
    ✔ 存入金额（元） 100
    已存入 100.00 元，余额 110.00 元
    编号 xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
  `);
  screen.type('取款\n105\ny\n');
  await waitForMenu(screen, '余额不足');
  screen.type('取款\n20\ny\n');
  expect(lastSteps(await waitForMenu(screen, '已取出'))).toMatchInlineSnapshot(`
    "TITLE  yuanhao  会话剩余 …
    ✔ 请选择 取款
    ✔ 取款金额（元） 20
    ✔ 取出 20.00 元，手续费 1.00 元，确定吗 是
    已取出 20.00 元，手续费 1.00 元，余额 89.00 元
    编号 xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
  `);
});

test.concurrent('the statement as a table with its curve, as CSV, as JSON, and by month', async ({
  expect,
}) => {
  using home = bankHome();
  await runAs(egon, ['transfer', '--to', 'alex', '--amount', '4000000', '--id', 'rent'], { home: home.path });
  await runAs(egon, ['withdraw', '--amount', '2000000', '--id', 'car'], { home: home.path });
  await runAs(egon, ['deposit', '--amount', '3000000', '--id', 'wages'], { home: home.path });
  await using screen = await openMenu(home, egon);
  screen.type('账单\n\n\n');
  expect(lastSteps(await waitForMenu(screen, 'wages'))).toMatchInlineSnapshot(`
    "TITLE  egon  会话剩余 …
    ✔ 请选择 账单
    ✔ 月份，如 2026-11（留空为全部）
    ✔ 格式 表格
    时间                 类型  对方           金额  其中手续费           余额  编号
    ───────────────────  ────  ────  ─────────────  ──────────  ─────────────  ─────────
    YYYY-MM-DD hh:mm:ss  开户        10,000,000.00              10,000,000.00  opening/5
    YYYY-MM-DD hh:mm:ss  转账  alex  -4,000,000.00               6,000,000.00  rent
    YYYY-MM-DD hh:mm:ss  取款        -2,100,000.00  100,000.00   3,900,000.00  car
    YYYY-MM-DD hh:mm:ss  存款         3,000,000.00               6,900,000.00  wages

    余额 █▃▁▄"
  `);
  screen.type('账单\n\n2\n');
  expect(lastSteps(await waitForMenu(screen, 'deposit,'))).toMatchInlineSnapshot(`
    "TITLE  egon  会话剩余 …
    ✔ 请选择 账单
    ✔ 月份，如 2026-11（留空为全部）
    ✔ 格式 CSV
    time,kind,counterparty,amount,fee,balance,id
    YYYY-MM-DD hh:mm:ss,opening,,10000000.00,0.00,10000000.00,opening/5
    YYYY-MM-DD hh:mm:ss,transfer,alex,-4000000.00,0.00,6000000.00,rent
    YYYY-MM-DD hh:mm:ss,withdrawal,,-2100000.00,100000.00,3900000.00,car
    YYYY-MM-DD hh:mm:ss,deposit,,3000000.00,0.00,6900000.00,wages"
  `);
  screen.type('账单\n');
  screen.type('2026-13\n');
  await screen.waitFor('> 月份要写成 2026-11 这样，请重新输入。');
  screen.press('ctrl-u');
  screen.type('1999-12\n1\n');
  await waitForMenu(screen, '没有流水。');
  screen.type('账单\n\n3\n');
  const json = /✔ 格式 JSON\n(\[[\s\S]*?\n\])\n/.exec(await waitForMenu(screen, '✔ 格式 JSON'))?.[1] ?? '';
  expect(JSON.parse(json)).toMatchObject([
    { kind: 'opening', counterparty: null, amount: '10000000.00', balance: '10000000.00' },
    { kind: 'transfer', counterparty: 'alex', amount: '-4000000.00', balance: '6000000.00', id: 'rent' },
    { kind: 'withdrawal', amount: '-2100000.00', fee: '100000.00', balance: '3900000.00', id: 'car' },
    { kind: 'deposit', amount: '3000000.00', fee: '0.00', balance: '6900000.00', id: 'wages' },
  ]);
});

test.concurrent('the books balance afterwards', async () => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  screen.type('存款\n0.01\n取款\n0.1\ny\n转账\nalex\n0.01\ny\n');
  // Up from the first entry is the last.
  screen.press('up', 'enter');
  expect((await screen.exit()).code).toBe(0);
  const audit = await run(['audit'], { home: home.path });
  expect(audit).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The books balance: /) });
  expect(home.all(`select kind from journal where kind <> 'opening' order by sequence`)).toEqual(
    ['deposit', 'withdrawal', 'transfer'].map((kind) => ({ kind })),
  );
});
