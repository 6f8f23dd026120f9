import { test } from 'vitest';
import { app } from '#conf/app.ts';
import { lastSteps, openMenu, waitForMenu } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { egon } from '#test/kit/users.ts';

test.concurrent('a change of the password asks for the old one, and for the new one twice, which alone is valid then', async ({
  expect,
}) => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  screen.type('修改密码\nwrong\n');
  await waitForMenu(screen, '用户名或密码不对');
  screen.type('修改密码\n123\nshort\n');
  await screen.waitFor('? 新密码 *****\n> 密码要有 8 到 256 个字符，请换一个。');
  screen.press('ctrl-u');
  screen.type('correct horse\ncorrect house\n');
  await waitForMenu(screen, '两次输入的密码不一样');
  screen.type('修改密码\n123\ncorrect horse\ncorrect horse\n');
  expect(lastSteps(await waitForMenu(screen, '密码已修改'))).toMatchInlineSnapshot(`
    "TITLE  egon  会话剩余 …
    ✔ 请选择 修改密码
    ✔ 当前密码 ********
    ✔ 新密码 ********
    ✔ 再输入一次 ********
    密码已修改。"
  `);
  screen.type('退出登录\negon\n123\negon\ncorrect horse\n');
  await waitForMenu(screen, `用户名或密码不对，请重试。\n✔ 用户名 egon\n✔ 密码 ********\n\n${app.title.zh}`);
  expect(screen.raw()).not.toMatch(/correct|short|wrong/);
  expect(home.log()).not.toMatch(/correct|short|wrong\b/);
});
