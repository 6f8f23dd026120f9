import { expect, test } from 'vitest';
import { openMenu, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { alex, egon, run } from '#test/kit/run.ts';

test.concurrent('two windows of one user: every deposit counts, and both see it', async () => {
  using home = new Home();
  await using left = await openMenu(home, egon);
  await using right = await openMenu(home, egon);
  const deposits = '6\n1\n'.repeat(10);
  left.type(deposits);
  right.type(deposits);
  for (const screen of [left, right]) {
    await screen.waitFor(() => screen.history().match(/已存入/g)?.length === 10);
    await waitForMenu(screen);
  }
  left.type('2\n');
  right.type('2\n');
  for (const screen of [left, right]) await waitForMenu(screen, 'egon 的余额：10,000,020.00 元');
  expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
});

test.concurrent('the last of its kind is sold once, and who comes late is told', async () => {
  using home = new Home();
  await using left = await openMenu(home, alex);
  await using right = await openMenu(home, alex);
  for (const screen of [left, right]) {
    screen.type('1\n1\n13\n1\n5\n');
    await waitForQuestion(screen, '合计 18,000,000.00 元，确定付款吗');
  }
  left.type('y\n');
  await left.waitFor('已付款，余额 9,982,000,000.00 元');
  right.type('y\n');
  await right.waitFor(/库存只剩 0 件/);
  right.type('6\n2\n');
  await waitForMenu(right, 'alex 的余额：9,982,000,000.00 元');
});

test.concurrent('a user who is removed from config.ini finishes what he is at, and does not come back', async () => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  home.write('config.ini', '[alex]\npassword=alex3714\n');
  screen.type('2\n退出登录\negon\n123\n');
  await screen.waitFor(/已退出登录。\n[\s\S]*用户名或密码不对，请重试。\n\? 用户名$/);
  screen.type('alex\nalex3714\n');
  await waitForMenu(screen, '控制台商城  alex');
});
