import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { app, variable } from '#conf/app.ts';
import {
  openAppScreen,
  openFirstQuestion,
  openMenu,
  sampleLauncher,
  waitForMenu,
  waitForQuestion,
} from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { holdLoading } from '#test/kit/slow-start.ts';
import { egon } from '#test/kit/users.ts';

const logLine = /\[(?:INFO|DEBUG)\]\[\d{4}-[^\n]*/g;

test.concurrent('log lines stand above the question, never in it', async () => {
  using home = new Home();
  await using screen = await openFirstQuestion(home, {
    launcher: sampleLauncher,
    env: { [variable('LOG_SCREEN_LEVEL')]: 'debug' },
  });
  await screen.waitFor(/It works!\n(.*\n)*\? 用户名$/);
  screen.type('egon\n123\n记事\nalex\n1.');
  const text = await waitForQuestion(screen, '次数 1.');
  expect(text.replaceAll(logLine, 'LOG').replaceAll(app.title.zh, 'TITLE')).toMatch(
    /^TITLE\n新用户：[^\n]*\n\n(LOG\n)+✔ 用户名 egon\n✔ 密码 \*{8}\nLOG\n\nTITLE {2}egon[^\n]*\n✔ 请选择 记事\nLOG\n✔ 内容 alex\n\? 次数 1\.$/,
  );
  expect(screen.cursor().column).toBe('? 次数 1.'.length + 2);
});

test.concurrent('log lines stand above the first question, too, before the app is loaded', async () => {
  using home = new Home();
  const goOn = holdLoading(home);
  await using screen = await openFirstQuestion(home, {
    launcher: sampleLauncher,
    env: { [variable('LOG_SCREEN_LEVEL')]: 'debug' },
  });
  const before = screen.text();
  await sleep(200);
  expect(screen.text()).toBe(before);
  await goOn();
  await screen.waitFor(/\n\n\[INFO\][^\n]*It works!\n(\[[^\n]*\n)*\? 用户名$/);
});

test.concurrent('an error of the configuration replaces the first question', async () => {
  using home = new Home({ 'config.ini': '[bad' });
  await using screen = openAppScreen(home);
  expect((await screen.exit()).code).toBe(2);
  expect(screen.text()).toMatch(/Ctrl-C 离开\n\n配置有误，请改正后重试：\nconfig\.ini:1[^\n]*$/);
});

test.concurrent('a lost log folder gives one notice; the app goes on, and the log when the folder is back', async () => {
  using home = new Home();
  const folder = join(home.path, 'log');
  await using screen = await openMenu(home, egon, { columns: 200 });
  renameSync(folder, `${folder}.away`);
  writeFileSync(folder, 'in the way');
  const change = (from: string, to: string) => `修改密码\n${from}\n${to}\n${to}\n`;
  screen.type(`${change('123', 'password-1')}${change('password-1', 'password-2')}我是谁\n`);
  const text = await waitForMenu(screen, '我是谁\negon，会话剩余');
  expect(text.match(/日志写不进/g)).toHaveLength(1);
  expect(text).toMatch(
    /\n日志写不进 \/[^\n]*\/log（[A-Z][^\n]*）。程序继续运行；请检查该文件夹，恢复后会接着写。\n/,
  );
  expect(text).not.toMatch(/\? [^\n]*日志写不进/);
  rmSync(folder);
  renameSync(`${folder}.away`, folder);
  screen.type(change('password-2', 'password-3'));
  const changed = /修改密码 \(password changed\) user=egon/g;
  await screen.waitFor(() => home.log().match(changed)?.length === 3);
  expect(screen.text().match(/日志写不进/g)).toHaveLength(1);
});
