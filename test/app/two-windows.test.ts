import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { openMenu, steady, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { run, runAs } from '#test/kit/run.ts';
import { alex, egon, usersFile } from '#test/kit/users.ts';

test.concurrent('two windows of one user: a password changed in one signs the other out, and is valid there', async () => {
  using home = new Home();
  await using left = await openMenu(home, egon);
  await using right = await openMenu(home, egon);
  left.type('修改密码\n123\npassword-1\npassword-1\n');
  await waitForMenu(left, '密码已修改。');
  right.type('修改密码\n');
  await right.waitFor(/密码已在别处更改，[^\n]*会话到此结束。[\s\S]*\? 用户名 \(egon\)$/);
  right.type('\npassword-1\n');
  await waitForQuestion(right, '当前密码');
  right.type('password-1\npassword-2\npassword-2\n');
  await waitForMenu(right, '密码已修改。');
  left.type('我是谁\n\npassword-2\n');
  await waitForMenu(left, 'egon，会话剩余');
});

test.concurrent('a name registered twice at once is given once', async () => {
  using home = new Home();
  const register = () =>
    run(['register', '--name', 'nils'], {
      home: home.path,
      env: { [variable('PASSWORD')]: 'password-1' },
    });
  const ended = await Promise.all([register(), register(), register()]);
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 4, 4]);
  expect(await runAs(['nils', 'password-1'], ['whoami'], { home: home.path })).toMatchObject({ code: 0 });
});

test.concurrent('a user removed from config.ini is signed out, and cannot sign in again', async () => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  home.write('config.ini', usersFile({}, [alex]));
  screen.type('我是谁\n');
  await screen.waitFor(/密码已在别处更改，[^\n]*会话到此结束。[\s\S]*\? 用户名 \(egon\)$/);
  screen.type('\n123\n');
  await screen.waitFor(/用户名或密码不对，请重试。\n\? 用户名/);
  screen.type('alex\nalex3714\n');
  expect(steady(await waitForMenu(screen, '  alex  '))).toContain('TITLE  alex');
});
