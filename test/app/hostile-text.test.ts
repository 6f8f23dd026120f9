import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  launcher,
  openAppScreen,
  openFirstQuestion,
  openMenu,
  waitForMenu,
  waitForQuestion,
} from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { egon, run, runAs } from '#test/kit/run.ts';
import { openScreen, type Screen } from '#test/kit/screen.ts';

/** Sets the window's title, clears the screen, and goes on below a line that looks like the app's own. */
const attack = '\x1b]0;pwned\x07\x1b[2J\x1b[H\x9b2J\u202e转给 eve\u2028';

/** A shell that calls the app; its first line shows whether the screen has been cleared since. */
function openShell(line: string, args: readonly string[], env: Readonly<Record<string, string>>): Screen {
  return openScreen({ command: `echo first line; ${line}`, args, env: { APP_LANGUAGE: 'zh', ...env } });
}

function expectUntouched(screen: Screen, firstLine: string): void {
  expect(screen.title()).toBe('');
  expect(screen.text().split('\n')[0]).toBe(firstLine);
  for (const part of ['\x1b]', '\x07', '\x1b[2J', '\x1b[H', '\x9b', '\u202e', '\u2028'])
    expect(screen.raw()).not.toContain(part);
}

describe.concurrent('in a file', () => {
  test.each([
    ['a product', { 'products.ini': `[tea]\nname = 茶${attack}\nprice = 1\nstock = 1\n` }, 'products.ini'],
    [
      'the id of a product',
      { 'products.ini': `[tea${attack}]\nname = 茶\nprice = 1\nstock = 1\n` },
      'products.ini',
    ],
    ['a user', { 'config.ini': `[DEFAULT]\nuser_timeout=9\n[eve${attack}]\npassword=1\n` }, 'config.ini'],
    ['a key of a user', { 'config.ini': `[eve]\npassword=1\nmo${attack}ney=1\n` }, 'config.ini'],
    ['a setting', { 'settings.ini': `[app]\nlanguage=${attack}\n` }, 'settings.ini'],
  ])('%s is refused, and shown without effect', async (_, files, name) => {
    using home = new Home(files);
    await using screen = openAppScreen(home);
    expect((await screen.exit()).code).toBe(2);
    expect(screen.text()).toContain(name);
    expectUntouched(screen, screen.text().startsWith('配置有误') ? '配置有误，请改正后重试：' : '控制台商城');
  });
});

test.concurrent('in the path of the home folder', async () => {
  using home = new Home();
  const path = join(home.path, attack.replaceAll('/', ''));
  mkdirSync(path);
  cpSync(join(home.path, 'conf'), join(path, 'conf'), { recursive: true });
  await using good = openShell('exec "$@"', [process.execPath, launcher, 'balance', '--user', 'egon'], {
    APP_HOME: path,
    APP_PASSWORD: '123',
  });
  expect((await good.exit()).code).toBe(0);
  expect(good.text()).toMatch(/\negon 的余额：10,000,000\.00 元$/);
  expectUntouched(good, 'first line');
  await using bad = openShell('exec "$@"', [process.execPath, launcher, 'audit'], { APP_HOME: `${path}/no` });
  expect((await bad.exit()).code).toBe(2);
  expectUntouched(bad, 'first line');
});

test.concurrent.each([
  [['transfer', '--to', attack, '--amount', '1', '--user', 'egon'], 4],
  [['transfer', '--to', 'alex', '--amount', attack, '--user', 'egon'], 2],
  [['balance', '--user', attack], 3],
  [['buy', '--product', attack, '--quantity', '1', '--user', 'egon'], 4],
  [['register', '--name', attack], 2],
  [[attack], 2],
  [['balance', `--${attack}`], 2],
  [['--language', attack], 2],
])('on the command line: %j', async (args, code) => {
  using home = new Home();
  await using screen = openShell('exec "$@"', [process.execPath, launcher, ...args], {
    APP_HOME: home.path,
    APP_PASSWORD: '123',
    APP_NEW_PASSWORD: '12345678',
  });
  expect((await screen.exit()).code).toBe(code);
  expectUntouched(screen, 'first line');
});

test.concurrent('pasted into questions: nothing of it takes effect, nothing is lost of what is text', async () => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  screen.type('3\n');
  await waitForQuestion(screen, '转给谁');
  screen.type(`al\x1b]0;pwned\x07\x1b[2J\x1b[Hex\x9b2J`);
  screen.type('\n1\ny\n');
  await waitForMenu(screen, '✔ 请选择 转账');
  expectUntouched(screen, '控制台商城');
  expect(home.all(`select kind from journal where kind = 'transfer'`).length).toBeLessThan(2);
});

test.concurrent('in a name that is typed: the log has one line of it', async () => {
  using home = new Home();
  const forged =
    'eve\n[2026-11-22 08:53:34,986][MainThread:1][task_id:core.auth][auth.ts:26][INFO][登录成功 user=eve]';
  const { code } = await runAs([forged, '123'], ['balance'], { home: home.path });
  expect(code).toBe(3);
  await run(['transfer', '--to', forged, '--amount', '1', '--id', 'a\nb', '--user', 'egon'], {
    home: home.path,
    env: { APP_PASSWORD: '123' },
  });
  for (const line of home.log().trimEnd().split('\n')) {
    expect(line).toMatch(
      /^\[[^\]]+\]\[MainThread:\d+\]\[task_id:[a-z.]+\]\[[a-z-]+\.ts:\d+\]\[[A-Z]+\]\[.*\]$/,
    );
    expect(line).not.toMatch(/user=eve\]$/);
  }
});

test.concurrent('an emoji made of several, and a Chinese name, line up in a list', async () => {
  using home = new Home({
    'products.ini': [
      '[family]\nname = 全家福 👨‍👩‍👧‍👦\nprice = 1\nstock = 1',
      '[flag]\nname = 国旗 🇨🇳\nprice = 22\nstock = 1',
      '[keyboard]\nname = 键盘 ⌨️\nprice = 333\nstock = 1',
      '[e]\nname = café\nprice = 4444\nstock = 1',
      '[plain]\nname = plain\nprice = 55555\nstock = 1',
    ].join('\n'),
  });
  await using screen = await openFirstQuestion(home);
  screen.type('egon\n123\n1\n1\n');
  await waitForQuestion(screen, '哪一种');
  expect(screen.columnsOf(' 元，余 1')).toEqual(Array(5).fill(25));
});
