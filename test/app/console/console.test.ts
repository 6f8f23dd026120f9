import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openAppScreen, steady, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { egon, run } from '#test/kit/run.ts';
import type { Screen } from '#test/kit/screen.ts';
import { AppServer, asLocal, openRemoteScreen, runRemote } from './remote.ts';

vi.setConfig({ maxConcurrency: 8 });

const signIn = 'egon\n123\n';

/** What is typed, and the question or the menu that it leads to. */
const dialogues = [
  ['the first question', '', '? 用户名'],
  ['the menu', signIn, '? 请选择'],
  ['a wrong password', 'egon\nwrong\n', '不对，请重试。\n? 用户名'],
  ['a list under way', `${signIn}1\n1\n`, '? 哪一种'],
  ['a search', `${signIn}1\n2\n特`, '? 搜索商品 特'],
  ['a confirmation', `${signIn}3\nalex\n12.50\n`, '? 从 egon 转给 alex 12.50 元'],
  ['a complaint', `${signIn}3\nalex\n12,5\n`, '请重新输入'],
  ['a transfer, and what came of it', `${signIn}3\nalex\n12.50\ny\n`, '已转给 alex'],
  ['a statement', `${signIn}6\n5\n4\n\n\n`, '存款'],
  ['a password that is changed', `${signIn}修改密码\n123\n12345678\n12345678\n`, '密码已修改。'],
  ['signed out', `${signIn}退出登录\n`, '已退出登录。\n? 用户名'],
] as const;

describe.concurrent('the menu looks as it does on the server', () => {
  test.each(dialogues)('%s', async (_, typed, shown) => {
    using here = new Home();
    using there = new Home();
    await using server = await AppServer.start(there);
    await using local = openAppScreen(here);
    await using remote = openRemoteScreen(server);
    for (const screen of [local, remote]) {
      await screen.waitFor(/\? 用户名$/);
      screen.type(typed);
      await screen.waitFor((text) => text.includes(shown) && /\? [^✔]*$/.test(text));
    }
    await expectAlike(local, remote);
    expect(remote.cursor()).toEqual(local.cursor());
  });

  test('in a window that is resized', async () => {
    using here = new Home();
    using there = new Home();
    await using server = await AppServer.start(there);
    await using local = openAppScreen(here);
    await using remote = openRemoteScreen(server);
    for (const screen of [local, remote]) {
      await screen.waitFor(/\? 用户名$/);
      screen.type(`${signIn}1\n1\n`);
      await waitForQuestion(screen, '哪一种');
    }
    for (const columns of [50, 30, 120]) {
      for (const screen of [local, remote]) screen.resize(columns, 30);
      await expectAlike(local, remote, lastFrame);
    }
  });
});

test.concurrent('a Chinese and an English client at once, each as wide as its window', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  await using chinese = openRemoteScreen(server, { columns: 100 });
  await using english = openRemoteScreen(server, { language: 'en', columns: 40 });
  await chinese.waitFor(/\? 用户名$/);
  await english.waitFor(/\? Name$/);
  for (const screen of [chinese, english]) screen.type(`${signIn}5\n`);
  await waitForMenu(chinese, '还没有订单。');
  await waitForMenu(english, 'There are no orders yet.');
  expect(chinese.text()).toMatch(/^控制台商城 {2}egon {2}会话剩余 .*分.*秒$/m);
  expect(english.text()).toMatch(/^Console Shop {2}egon {2}session: .* s\n left$/m);
});

describe.concurrent('without a terminal it is the same as on the server', () => {
  const script = `${signIn}2\n3\nalex\n5\ny\n2\n`;

  test.each([
    ['a script', [], script, {}],
    ['a script that ends in the middle', [], `${signIn}3\nalex`, {}],
    ['a script that quits, and has more lines', [], `${signIn}quit\n2\n2\n`, {}],
    ['an empty script', [], '', {}],
    ['a command', ['balance', '--user', 'egon'], '', { APP_PASSWORD: '123' }],
    ['a command as JSON', ['balance', '--user', 'egon', '--json'], '', { APP_PASSWORD: '123' }],
    ['a password from standard input', ['balance', '--user', 'egon', '--password-stdin'], '123\n', {}],
    [
      'a refusal',
      ['transfer', '--user', 'egon', '--to', 'nobody', '--amount', '1'],
      '',
      { APP_PASSWORD: '123' },
    ],
    [
      'a refusal as JSON',
      ['transfer', '--user', 'egon', '--to', 'egon', '--amount', '1', '--json'],
      '',
      { APP_PASSWORD: '123' },
    ],
    ['a wrong password', ['balance', '--user', 'egon'], '', { APP_PASSWORD: 'wrong' }],
    ['what is missing', ['transfer', '--to', 'alex'], '', {}],
    ['an unknown command', ['balanse'], '', {}],
    ['an unknown flag', ['balance', '--usr', 'egon'], '', {}],
    ['a new user', ['register', '--name', 'carol', '--password-stdin'], 'a long password\n', {}],
    [
      'a new password',
      ['password', '--user', 'alex', '--json'],
      '',
      { APP_PASSWORD: 'alex3714', APP_NEW_PASSWORD: '12345678' },
    ],
  ] as const)('%s', async (_, args, input, env) => {
    using here = new Home();
    using there = new Home();
    await using server = await AppServer.start(there);
    const local = await run(args, { home: here.path, input, env });
    const remote = await runRemote(server, args, { input, env });
    const alike = ({ stdout, stderr, ...rest }: typeof local) => ({
      ...rest,
      stdout: steady(stdout),
      stderr: steady(stderr),
    });
    expect(alike(remote)).toEqual(alike(local));
  });
});

describe.concurrent('what is for the server itself', () => {
  test('its commands are refused with a sentence, and not listed', async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    for (const command of ['audit', 'protect', 'reset', 'completion']) {
      const { code, stdout, stderr } = await runRemote(server, [command, '--yes']);
      expect([code, stdout]).toEqual([4, '']);
      expect(stderr).toMatch(
        new RegExp(`^${command} can only be run on the server's own machine\\. Run it there: .*\\.\n$`),
      );
    }
    const { stdout } = await runRemote(server, ['--help']);
    expect(stdout).toMatch(/^Usage: node bin\/connect\.js HOST:PORT \[command\]/);
    expect(stdout).toMatch(/^ {2}transfer /m);
    expect(stdout).not.toMatch(/audit|reset|protect|idle-timeout/);
  });

  test("its settings are not the client's to change", async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    const ended = await runRemote(server, ['balance', '--withdraw-fee', '0'], {
      env: { APP_PASSWORD: '123' },
    });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('unknown flag --withdraw-fee') });
  });

  test('a password stands in no log', async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    const env = { APP_PASSWORD: 'not-for-the-log', APP_NEW_PASSWORD: 'nor-this-one' };
    await runRemote(server, ['password', '--user', 'egon'], { env });
    await runRemote(server, [], { input: 'egon\nnot-for-the-log\n' });
    expect(home.log()).toMatch(/控制台 \(console\) password [\s\S]*控制台 \(console\) menu/);
    expect(home.log()).not.toMatch(/not-for-the-log|nor-this-one/);
  });
});

test.concurrent('a command that asks at a terminal, with its result where it belongs', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  await using screen = openRemoteScreen(server, {
    args: ['balance', '--user', egon[0], '--json'],
    shell: '"$@" > "$OUT"; echo "code $?"',
    env: { OUT: `${home.path}/out` },
  });
  await waitForQuestion(screen, '密码');
  screen.type('123\n');
  await screen.waitFor('code 0');
  expect(readFileSync(join(home.path, 'out'), 'utf8')).toBe('{"user":"egon","balance":"10000000.00"}\n');
});

const wholeScreen = (screen: Screen): string => screen.text();

/** Waits until one shows what the other shows: what is drawn comes in several pieces. */
async function expectAlike(local: Screen, remote: Screen, view = wholeScreen): Promise<void> {
  const shown = (screen: Screen) => asLocal(steady(view(screen)));
  await remote.waitFor(() => shown(remote) === shown(local), 5_000).catch(() => {});
  expect(shown(remote)).toBe(shown(local));
}

/** The prompt that is open, without what stands above. */
const lastFrame = (screen: Screen): string => screen.text().slice(screen.text().lastIndexOf('\n? '));
