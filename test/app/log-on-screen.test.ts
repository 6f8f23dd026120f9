import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  openAppScreen,
  openFirstQuestion,
  openMenu,
  waitForMenu,
  waitForQuestion,
} from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { egon } from '#test/kit/run.ts';
import { holdLoading } from '#test/kit/slow-start.ts';

const logLine = /\[(?:INFO|DEBUG)\]\[\d{4}-[^\n]*/g;

test.concurrent('log lines stand above the question, never in it', async () => {
  using home = new Home();
  await using screen = await openFirstQuestion(home, { env: { APP_LOG_SCREEN_LEVEL: 'debug' } });
  await screen.waitFor(/It works!\n(.*\n)*\? 用户名$/);
  screen.type('egon\n123\n3\nalex\n1.');
  const text = await waitForQuestion(screen, '金额（元） 1.');
  expect(text.replaceAll(logLine, 'LOG')).toMatch(
    /^控制台商城\n新用户：[^\n]*\n\n(LOG\n)+✔ 用户名 egon\n✔ 密码 \*{8}\nLOG\n\n控制台商城 {2}egon[^\n]*\n✔ 请选择 转账\nLOG\n✔ 转给谁 alex\n\? 金额（元） 1\.$/,
  );
  expect(screen.cursor().column).toBe('? 金额（元） 1.'.length + 5);
});

test.concurrent('nor in the first one, which stands there before the app is loaded', async () => {
  using home = new Home();
  const goOn = holdLoading(home);
  await using screen = await openFirstQuestion(home, { env: { APP_LOG_SCREEN_LEVEL: 'debug' } });
  const before = screen.text();
  await sleep(200);
  expect(screen.text()).toBe(before);
  await goOn();
  await screen.waitFor(/\n\n\[INFO\][^\n]*It works!\n(\[[^\n]*\n)*\? 用户名$/);
});

test.concurrent('what is wrong with the configuration takes the place of the first question', async () => {
  using home = new Home({ 'products.ini': '[bad' });
  await using screen = openAppScreen(home);
  expect((await screen.exit()).code).toBe(2);
  expect(screen.text()).toMatch(/Ctrl-C 离开\n\n配置有误，请改正后重试：\nproducts\.ini:1[^\n]*$/);
});

test.concurrent('a log folder that is lost: one notice, the app goes on, and so does the log when it is back', async () => {
  using home = new Home();
  const folder = join(home.path, 'log');
  await using screen = await openMenu(home, egon, { columns: 200 });
  renameSync(folder, `${folder}.away`);
  writeFileSync(folder, 'in the way');
  screen.type('6\n1\n6\n2\n2\n');
  const text = await waitForMenu(screen, '余额：10,000,003.00');
  expect(text.match(/日志写不进/g)).toHaveLength(1);
  expect(text).toMatch(
    /\n日志写不进 \/[^\n]*\/log（[A-Z][^\n]*）。程序继续运行；请检查该文件夹，恢复后会接着写。\n/,
  );
  expect(text).not.toMatch(/\? [^\n]*日志写不进/);
  rmSync(folder);
  renameSync(`${folder}.away`, folder);
  screen.type('6\n3\n');
  await waitForMenu(screen, '余额 10,000,006.00');
  await screen.waitFor(() => home.log().includes('amount=3.00'));
  expect(home.log().match(/amount=\d\.00/g)).toEqual(['amount=1.00', 'amount=2.00', 'amount=3.00']);
  expect(screen.text().match(/日志写不进/g)).toHaveLength(1);
});
