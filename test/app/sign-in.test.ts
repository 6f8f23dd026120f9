import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import {
  openFirstQuestion,
  openMenu,
  pressEsc,
  steady,
  waitForMenu,
  waitForQuestion,
} from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

test.concurrent('a password is masked while it is typed, and afterwards', async () => {
  using home = new Home();
  await using screen = await openFirstQuestion(home);
  screen.type('yuanhao\nysx');
  await screen.waitFor('? 密码 ***');
  screen.press('backspace');
  await screen.waitFor(/\? 密码 \*\*$/);
  // This is how inquirer shows a masked answer.
  screen.type('\x14');
  screen.type('b123');
  expect(await screen.waitFor(/密码 \*{6}$/)).toContain('✔ 用户名 yuanhao\n');
  screen.press('enter');
  expect(await waitForMenu(screen)).toContain('✔ 密码 ********\n');
  expect(stripVTControlCharacters(screen.raw())).not.toMatch(/ys[bx]|b123/);
});

test.concurrent('an unknown name and a wrong password show the same; three of them lock the name', async ({
  expect,
}) => {
  using home = new Home();
  await using screen = await openFirstQuestion(home);
  screen.type('\n');
  await screen.waitFor('> 请输入用户名');
  screen.type('nobody\n123\n');
  screen.type('egon\n1234\negon\n12345\negon\n\negon\n123\n');
  await screen.waitFor(/锁定[\s\S]*锁定[\s\S]*\? 用户名$/);
  expect(steady(screen.text()).replaceAll(/\d+ 秒/g, 'N 秒')).toMatchInlineSnapshot(`
    "TITLE
    新用户：node bin/start.js register · Ctrl-C 离开

    ✔ 用户名 nobody
    ✔ 密码 ********
    ✘ 用户名或密码不对，请重试。
    ✔ 用户名 egon
    ✔ 密码 ********
    ✘ 用户名或密码不对，请重试。
    ✔ 用户名 egon
    ✔ 密码 ********
    ✘ 用户名或密码不对，请重试。
    ✔ 用户名 egon
    ✔ 密码 ********
    ✘ 密码错误次数过多，该用户名已锁定，请 N 秒后再试。
    ✔ 用户名 egon
    ✔ 密码 ********
    ✘ 密码错误次数过多，该用户名已锁定，请 N 秒后再试。
    ? 用户名"
  `);
  expect(home.log()).toContain('登录失败 (sign-in failed) wrong_credentials user=?');
  expect(home.log()).not.toContain('nobody');
});

test.concurrent('in English', async ({ expect }) => {
  using home = new Home();
  await using screen = await openFirstQuestion(home, { language: 'en' });
  screen.type('egon\n1\negon\n2\negon\n3\n');
  await screen.waitFor(/locked[\s\S]*\? Name$/);
  expect(steady(screen.text()).replaceAll(/\d+ s\b/g, 'N s')).toMatchInlineSnapshot(`
    "TITLE
    New here: node bin/start.js register · Ctrl-C leaves

    ✔ Name egon
    ✔ Password ********
    ✘ The name or the password is wrong. Try again.
    ✔ Name egon
    ✔ Password ********
    ✘ The name or the password is wrong. Try again.
    ✔ Name egon
    ✔ Password ********
    ✘ Too many wrong passwords: this name is locked. Try again in N s.
    ? Name"
  `);
});

test.concurrent('Esc at the password goes back to the name; at the name it stays', async () => {
  using home = new Home();
  await using screen = await openFirstQuestion(home);
  screen.type('alex\nalex');
  await screen.waitFor('? 密码 ****');
  await pressEsc(screen);
  await screen.waitFor((text) => /\? 用户名$/.test(text) && !text.includes('alex'));
  await pressEsc(screen);
  screen.type('egon\n');
  await waitForQuestion(screen, '密码');
  screen.type('123\n');
  expect(steady(await waitForMenu(screen))).toContain('\n\n✔ 用户名 egon\n✔ 密码 ********\n\nTITLE  egon  ');
});

test.concurrent('a Chinese name is typed, corrected with backspace, and shown', async () => {
  using home = new Home();
  const registered = await run(['register', '--name', '张小明'], {
    home: home.path,
    env: { [variable('NEW_PASSWORD')]: '芝麻开门吧！！！', [variable('PASSWORD')]: '芝麻开门吧！！！' },
  });
  expect(registered.code).toBe(0);
  await using screen = await openFirstQuestion(home);
  screen.type('张大🚲');
  await screen.waitFor('? 用户名 张大🚲');
  expect(screen.cursor().column).toBe('? 用户名 张大🚲'.length + 3 + 2);
  screen.press('backspace', 'backspace');
  await screen.waitFor(/\? 用户名 张$/);
  expect(screen.cursor().column).toBe(11);
  screen.type('小明');
  screen.press('left', 'left', 'right', 'end');
  screen.type('\n芝麻开门吧！！！\n我是谁\n');
  expect(steady(await waitForMenu(screen, '张小明，会话剩余'))).toMatch(/\nTITLE {2}张小明 {2}会话剩余/);
  expect(home.log()).toContain('登录成功 (signed in) user=张小明');
});

test.concurrent('after sign out and in as another user, nothing of the first user is visible', async () => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  screen.type('退出登录\n');
  await screen.waitFor(/已退出登录。\n\? 用户名$/);
  screen.type('yuanhao\nysb123\n我是谁\n');
  expect(steady(await waitForMenu(screen, 'yuanhao，会话剩余'))).toMatch(/\nTITLE {2}yuanhao {2}会话剩余/);
});
