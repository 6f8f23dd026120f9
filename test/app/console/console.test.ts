import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { variable } from '#conf/app.ts';
import { openAppScreen, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { egon } from '#test/kit/users.ts';
import { expectAlikeWhenResized, expectSameDialogue, expectSameRun } from './alike.ts';
import { AppServer, openRemoteScreen, runRemote } from './remote.ts';

vi.setConfig({ maxConcurrency: 8 });

const signIn = 'egon\n123\n';
const openHome = () => new Home();

/** The typed text, and a text of the screen then. */
const dialogues = [
  ['the first question', '', '? 用户名'],
  ['a name under way', 'eg', '? 用户名 eg'],
  ['the menu', signIn, '? 请选择'],
  ['a wrong password', 'egon\nwrong\n', '不对，请重试。\n? 用户名'],
  ['a result', `${signIn}我是谁\n`, 'egon，会话剩余'],
  ['a password under way', `${signIn}修改密码\n12`, '? 当前密码'],
  ['a complaint', `${signIn}修改密码\n123\nshort\n`, '密码要有 8 到'],
  ['a password that is changed', `${signIn}修改密码\n123\n12345678\n12345678\n`, '密码已修改。'],
  ['signed out', `${signIn}退出登录\n`, '已退出登录。\n? 用户名'],
] as const;

describe.concurrent('the menu looks as it does on the server', () => {
  test.each(dialogues)('%s', (_, typed, shown) => expectSameDialogue(openHome, typed, shown));

  test('in a window that is resized', async () => {
    using here = new Home();
    using there = new Home();
    await using server = await AppServer.start(there);
    await using local = openAppScreen(here);
    await using remote = openRemoteScreen(server);
    for (const screen of [local, remote]) {
      await screen.waitFor(/\? 用户名$/);
      screen.type(signIn);
      await waitForMenu(screen);
    }
    await expectAlikeWhenResized(local, remote);
  });
});

test.concurrent('a Chinese and an English client at once, each as wide as its window', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  await using chinese = openRemoteScreen(server, { columns: 100 });
  await using english = openRemoteScreen(server, { language: 'en', columns: 40 });
  await chinese.waitFor(/\? 用户名$/);
  await english.waitFor(/\? Name$/);
  chinese.type(`${signIn}我是谁\n`);
  english.type(`${signIn}Who am I\n`);
  await waitForMenu(chinese, '中文，远程');
  await waitForMenu(english, 'egon, session: ');
  expect(chinese.text()).toMatch(/^控制台商城 {2}egon {2}会话剩余 .*分.*秒$/m);
  expect(english.text()).toMatch(/^Console Shop {2}egon {2}session: .* s\nleft$/m);
});

describe.concurrent('without a terminal it is the same as on the server', () => {
  const password = { [variable('PASSWORD')]: '123' };

  test.each([
    ['a script', [], `${signIn}password\n123\n12345678\n12345678\nsign-out\negon\n12345678\n`, {}],
    ['a script that ends in the middle', [], `${signIn}password\n123`, {}],
    ['a script that quits, and has more lines', [], `${signIn}quit\nwhoami\n`, {}],
    ['an empty script', [], '', {}],
    [
      'a command',
      ['password', '--user', 'egon'],
      '',
      { ...password, [variable('NEW_PASSWORD')]: '12345678' },
    ],
    ['a password from standard input', ['whoami', '--user', 'egon', '--password-stdin'], 'wrong\n', {}],
    ['a refusal', ['register', '--name', 'egon'], '', { [variable('PASSWORD')]: '12345678' }],
    [
      'a refusal as JSON',
      ['register', '--name', 'egon', '--json'],
      '',
      { [variable('PASSWORD')]: '12345678' },
    ],
    ['a wrong password', ['whoami', '--user', 'egon'], '', { [variable('PASSWORD')]: 'wrong' }],
    ['missing flags', ['register', '--name', 'carol'], '', {}],
    ['an unknown command', ['whoamy'], '', {}],
    ['an unknown flag', ['whoami', '--usr', 'egon'], '', {}],
    ['a new user', ['register', '--name', 'carol', '--password-stdin'], 'a long password\n', {}],
    [
      'a new password as JSON',
      ['password', '--user', 'alex', '--json'],
      '',
      { [variable('PASSWORD')]: 'alex3714', [variable('NEW_PASSWORD')]: '12345678' },
    ],
  ] as const)('%s', (_, args, input, env) => expectSameRun(openHome, args, { input, env }));
});

describe.concurrent("the server's own", () => {
  test('commands are refused with a sentence, and not listed', async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    for (const command of ['protect', 'reset', 'completion']) {
      const { code, stdout, stderr } = await runRemote(server, [command, '--yes']);
      expect([code, stdout]).toEqual([4, '']);
      expect(stderr).toMatch(
        new RegExp(`^${command} can only be run on the server's own machine\\. Run it there: .*\\.\n$`),
      );
    }
    const { stdout } = await runRemote(server, ['--help']);
    expect(stdout).toMatch(/^Usage: node bin\/connect\.js HOST:PORT \[command\]/);
    expect(stdout).toMatch(/^ {2}whoami /m);
    expect(stdout).not.toMatch(/reset|protect|idle-timeout/);
  });

  test('settings cannot be changed by a client', async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    const ended = await runRemote(server, ['whoami', '--session-idle-timeout', '9'], {
      env: { [variable('PASSWORD')]: '123' },
    });
    expect(ended).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown flag --session-idle-timeout'),
    });
  });

  test('log contains no password', async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    const env = { [variable('PASSWORD')]: 'not-for-the-log', [variable('NEW_PASSWORD')]: 'nor-this-one' };
    await runRemote(server, ['password', '--user', 'egon'], { env });
    await runRemote(server, [], { input: 'egon\nnot-for-the-log\n' });
    expect(home.log()).toMatch(/控制台 \(console\) password [\s\S]*控制台 \(console\) menu/);
    expect(home.log()).not.toMatch(/not-for-the-log|nor-this-one/);
  });
});

test.concurrent('a command asks at a terminal, and prints its result to standard output', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  await using screen = openRemoteScreen(server, {
    args: ['whoami', '--user', egon[0], '--json'],
    shell: '"$@" > "$OUT"; echo "code $?"',
    env: { OUT: `${home.path}/out` },
  });
  await waitForQuestion(screen, '密码');
  screen.type('123\n');
  await screen.waitFor('code 0');
  expect(JSON.parse(readFileSync(join(home.path, 'out'), 'utf8'))).toMatchObject({
    user: 'egon',
    where: 'remote',
  });
});
