import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { app, variable } from '#conf/app.ts';
import {
  launcher,
  openAppScreen,
  openSampleMenu,
  sampleLauncher,
  waitForMenu,
  waitForQuestion,
} from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { attack, expectUntouched, openShell } from '#test/kit/hostile.ts';
import { run, runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

describe.concurrent('in a file', () => {
  test.each([
    ['a user', { 'config.ini': `[DEFAULT]\nuser_timeout=9\n[eve${attack}]\npassword=1\n` }, 'config.ini'],
    ['a key of a user', { 'config.ini': `[eve]\npassword=1\nuser_time${attack}out=1\n` }, 'config.ini'],
    ['a setting', { 'settings.ini': `[app]\nlanguage=${attack}\n` }, 'settings.ini'],
  ])('%s is refused, and shown without effect', async (_, files, name) => {
    using home = new Home(files);
    await using screen = openAppScreen(home);
    expect((await screen.exit()).code).toBe(2);
    expect(screen.text()).toContain(name);
    expectUntouched(screen, screen.text().startsWith('配置有误') ? '配置有误，请改正后重试：' : app.title.zh);
  });
});

test.concurrent('in the path of the home folder', async () => {
  using home = new Home();
  const path = join(home.path, attack.replaceAll('/', ''));
  mkdirSync(path);
  cpSync(join(home.path, 'conf'), join(path, 'conf'), { recursive: true });
  await using good = openShell(launcher, ['whoami', '--user', 'egon'], {
    [variable('HOME')]: path,
    [variable('PASSWORD')]: '123',
  });
  expect((await good.exit()).code).toBe(0);
  expect(good.text()).toMatch(/^egon，会话剩余 16 分 40 秒，中文，本机$/m);
  expectUntouched(good);
  await using bad = openShell(launcher, ['protect'], {
    [variable('HOME')]: `${path}/no`,
  });
  expect((await bad.exit()).code).toBe(2);
  expectUntouched(bad);
});

test.concurrent.each([
  [['pick', '--thing', attack, '--times', '1', '--user', 'egon'], 4],
  [['note', '--text', 'x', '--times', attack, '--user', 'egon'], 2],
  [['note', '--text', attack, '--times', '1', '--user', 'egon'], 0],
  [['whoami', '--user', attack], 3],
  [['register', '--name', attack], 2],
  [['completion', '--shell', attack], 2],
  [[attack], 2],
  [['whoami', `--${attack}`], 2],
  [['--language', attack], 2],
])('on the command line: %j', async (args, code) => {
  using home = new Home();
  await using screen = openShell(sampleLauncher, args, {
    [variable('HOME')]: home.path,
    [variable('PASSWORD')]: '123',
    [variable('NEW_PASSWORD')]: '12345678',
  });
  expect((await screen.exit()).code).toBe(code);
  expectUntouched(screen);
});

test.concurrent('pasted into questions: no escape sequence takes effect, and no text is lost', async () => {
  using home = new Home();
  await using screen = await openSampleMenu(home, egon);
  screen.type('记事\n');
  await waitForQuestion(screen, '内容');
  screen.type(`al\x1b]0;pwned\x07\x1b[2J\x1b[Hex\x9b2J`);
  screen.type('\n1\ny\n');
  await waitForMenu(screen, '✔ 请选择 记事');
  expectUntouched(screen, app.title.zh);
  expect((home.log().match(/记下 \(noted\)/g) ?? []).length).toBeLessThan(2);
});

test.concurrent('in a typed name: the log has one line for it', async () => {
  using home = new Home();
  const forged =
    'eve\n[2026-11-22 08:53:34,986][MainThread:1][task_id:core.auth][auth.ts:26][INFO][登录成功 user=eve]';
  const { code } = await runAs([forged, '123'], ['whoami'], { home: home.path });
  expect(code).toBe(3);
  await runAs([forged, '12345678'], ['password'], {
    home: home.path,
    env: { [variable('NEW_PASSWORD')]: forged },
  });
  await run(['register', '--name', forged], {
    home: home.path,
    env: { [variable('PASSWORD')]: '12345678' },
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
    'sample.ini': [
      '全家福 👨‍👩‍👧‍👦 = 1',
      '国旗 🇨🇳 = 22',
      '键盘 ⌨️ = 333',
      'café = 4444',
      'plain = 55555',
    ].join('\n'),
  });
  await using screen = await openSampleMenu(home, egon);
  screen.type('挑选\n');
  await waitForQuestion(screen, '哪一个');
  // The first is the banner's.
  expect(screen.columnsOf('余 ').slice(1)).toEqual(Array(5).fill(16));
});
