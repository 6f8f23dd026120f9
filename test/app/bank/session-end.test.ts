import { test } from 'vitest';
import { openMenu, steady, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { egon, usersFile } from '#test/kit/users.ts';

test.concurrent('a transfer continues at its prompt after the session ended in the middle', async ({
  expect,
}) => {
  using home = new Home({
    'config.ini': usersFile({ DEFAULT: { user_timeout: '3' }, egon: { money: '100' } }),
  });
  await using screen = await openMenu(home, egon);
  screen.type('转账\nyuan');
  await waitForQuestion(screen, '转给谁 yuan');
  await screen.waitFor(/会话已到期。请重新登录，然后继续。\n\? 用户名 \(egon\)$/);
  screen.type('egon\n123\n');
  await waitForQuestion(screen, '转给谁 yuan');
  screen.type('hao\n12.50\ny\n');
  await waitForMenu(screen, '已转给');
  expect(steady(screen.text()).split('\n\n').slice(2, 3).join()).toMatchInlineSnapshot(`
    "TITLE  egon  会话剩余 …
    ✔ 请选择 转账
    会话已到期。请重新登录，然后继续。
    ✔ 用户名 (egon) egon
    ✔ 密码 ********
    ✔ 转给谁 yuanhao
    ✔ 金额（元） 12.50
    ✔ 从 egon 转给 yuanhao 12.50 元，确定吗 是
    已转给 yuanhao 12.50 元，余额 87.50 元
    编号 xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
  `);
  expect(home.all("select count(*) as count from journal where kind = 'transfer'")).toEqual([{ count: 1 }]);
});
