import { describe, expect, test, vi } from 'vitest';
import { pressEsc, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';
import type { Screen } from '#test/kit/screen.ts';
import { waiting } from '#test/kit/waiting.ts';
import { AppServer, openRemoteScreen } from './remote.ts';

vi.setConfig({ maxConcurrency: 8 });

const signIn = 'egon\n123\n';
/** The client in a shell, which says how the terminal was before and after, and with which code it ended. */
const shell = 'stty -a; sh -c \'echo pid $$; exec "$@"\' sh "$@"; echo "code $?"; stty -a';
const pidIn = (screen: Screen): number => Number(/^pid (\d+)$/m.exec(screen.history())?.[1]);

async function openInShell(server: AppServer, typed: string, question: string): Promise<Screen> {
  const screen = openRemoteScreen(server, { shell });
  await screen.waitFor(/\? 用户名$/);
  screen.type(typed);
  await waitForQuestion(screen, question);
  return screen;
}

/** What is typed, and the question that is open then. */
const places = [
  ['the first question', '', '用户名'],
  ['the menu', signIn, '请选择'],
  ['a text', `${signIn}3\nal`, '转给谁 al'],
  ['a password', 'egon\n12', '密码'],
] as const;

describe.concurrent('the client leaves: its terminal as it was, and the server is rid of it', () => {
  const ways = [
    ['Ctrl-C', 130, 'interrupt', (screen: Screen) => screen.press('ctrl-c')],
    ['SIGTERM', 143, 'terminate', (screen: Screen) => process.kill(pidIn(screen), 'SIGTERM')],
    ['SIGHUP', 129, 'hangup', (screen: Screen) => process.kill(pidIn(screen), 'SIGHUP')],
    ['SIGINT', 130, 'interrupt', (screen: Screen) => process.kill(pidIn(screen), 'SIGINT')],
  ] as const;
  const cases = ways.flatMap(([way, code, reason, leave]) =>
    places.map(([place, typed, question]) => [way, code, place, { reason, leave, typed, question }] as const),
  );

  test.each(cases)('by %s, code %d, at %s', async (_, code, __, { reason, leave, typed, question }) => {
    using home = new Home();
    await using server = await AppServer.start(home);
    await using screen = await openInShell(server, typed, question);
    leave(screen);
    await expectTerminalBack(screen, code);
    // The server has taken its question back; of a window that is gone nobody sees what it shows.
    if (reason !== 'hangup') expect(screen.history()).not.toContain(`\n? ${question}`);
    await logged(home, `离开 (left) ${reason}]`);
    await expectReleased(home);
  });

  test('by Ctrl-D', async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    await using screen = await openInShell(server, signIn, '请选择');
    screen.press('ctrl-d');
    await expectTerminalBack(screen, 0);
    await logged(home, '离开 (left) end]');
  });

  test.each(places)('by a window that is closed, at %s', async (_, typed, question) => {
    using home = new Home();
    await using server = await AppServer.start(home);
    await using screen = await openInShell(server, typed, question);
    screen.hangUp();
    await logged(home, '离开 (left) hangup]');
    await expectReleased(home);
  });

  test.each(places)('by kill -9, at %s', async (_, typed, question) => {
    using home = new Home();
    await using server = await AppServer.start(home);
    await using screen = await openInShell(server, typed, question);
    process.kill(pidIn(screen), 'SIGKILL');
    await logged(home, '离开 (left) hangup]');
    await expectReleased(home);
  });

  test('at a server that no longer answers: after two seconds, or at the second Ctrl-C', async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    await using patient = await openInShell(server, signIn, '请选择');
    await using impatient = await openInShell(server, signIn, '请选择');
    server.kill('SIGSTOP');
    for (const screen of [patient, impatient]) screen.press('ctrl-c');
    impatient.press('ctrl-c');
    await expectTerminalBack(impatient, 130);
    await expectTerminalBack(patient, 130);
    server.kill('SIGCONT');
    await expectReleased(home);
  });
});

describe.concurrent('the server goes away', () => {
  test.each(places)(
    'by kill -9, at %s: one sentence, and the terminal as it was',
    async (_, typed, question) => {
      using home = new Home();
      await using server = await AppServer.start(home);
      await using screen = await openInShell(server, typed, question);
      server.kill('SIGKILL');
      await expectTerminalBack(screen, 5);
      expect(screen.history()).toMatch(/\n与 127\.0\.0\.1:\d+ 的连接断了，请重试。\ncode 5\n/);
    },
  );

  test('by SIGTERM: whoever is at a prompt is told, and what runs is finished first', async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    await using idle = await openInShell(server, `${signIn}3\nal`, '转给谁 al');
    await using busy = await openInShell(server, `${signIn}6\n`, '存入金额（元）');
    using rival = home.openDatabase();
    rival.exec('begin immediate');
    busy.type('5\n');
    await busy.waitFor(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] 存款$/m);
    server.kill('SIGTERM');
    await expectTerminalBack(idle, 5);
    expect(idle.history()).toContain('\n服务器正在停止，控制台到此结束。请稍后再连。\ncode 5\n');
    rival.exec('commit');
    await expectTerminalBack(busy, 5);
    expect(busy.history()).toMatch(/已存入 5\.00 元[\s\S]*\n服务器正在停止，[^\n]*\ncode 5\n/);
    expect(await server.ended()).toBe(143);
    expect(home.all(`select kind from journal where kind = 'deposit'`)).toHaveLength(1);
    expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
  });
});

test.concurrent('a connection that is lost under a transfer leaves it done or not begun, and the books right', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  await using screen = await openInShell(server, `${signIn}6\n`, '存入金额（元）');
  using rival = home.openDatabase();
  rival.exec('begin immediate');
  screen.type('5\n');
  await screen.waitFor(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] 存款$/m);
  process.kill(pidIn(screen), 'SIGKILL');
  await logged(home, '离开 (left) hangup]');
  rival.exec('commit');
  await expectReleased(home);
  expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
});

test.concurrent('a session ends in the middle of a text, and goes on after the sign-in', async () => {
  using home = new Home({ 'config.ini': '[DEFAULT]\nuser_timeout=3\n[egon]\npassword=123\nmoney=9\n' });
  await using server = await AppServer.start(home);
  await using screen = await openInShell(server, `${signIn}3\nal`, '转给谁 al');
  await screen.waitFor(/会话已到期。请重新登录，然后继续。\n\? 用户名 \(egon\)$/);
  screen.type('\n123\n');
  await waitForQuestion(screen, '转给谁 al');
  expect(home.log()).toContain('会话结束 (session ended) user=egon');
});

test.concurrent('a bug in one console: a sentence with its id there, and the others go on', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  await using other = await openInShell(server, signIn, '请选择');
  await using screen = await openInShell(server, signIn, '请选择');
  home.sql('alter table stock rename to hidden');
  screen.type('1\n');
  await expectTerminalBack(screen, 1);
  const [, id] = /\n服务器出错了，已记入它的日志，错误编号 (\w{8})。\ncode 1\n/.exec(screen.history()) ?? [];
  expect(home.log()).toMatch(new RegExp(`\\(bug\\) id=${id} .*no such table: stock`));
  home.sql('alter table hidden rename to stock');
  other.type('2\n');
  await waitForMenu(other, 'egon 的余额');
});

test.concurrent('Ctrl-Z gives the shell back, and fg the question with what was typed', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  const jobs = 'set -m; "$@" & fg; echo stopped; stty -a | grep -o " icanon"; fg';
  await using screen = openRemoteScreen(server, { shell: `bash --norc --noprofile -i -c '${jobs}' sh "$@"` });
  await screen.waitFor(/\? 用户名$/);
  screen.type(`${signIn}3\nal`);
  await waitForQuestion(screen, '转给谁 al');
  screen.press('ctrl-z');
  await screen.waitFor(/stopped\n icanon\n[\s\S]*\? 转给谁 al$/);
  screen.type('ex\n');
  await waitForQuestion(screen, '金额');
  await pressEsc(screen);
  await waitForQuestion(screen, '转给谁 alex');
});

test.concurrent('a reader that has gone is a hang-up', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  await using screen = openRemoteScreen(server, { args: ['--help'], shell: '"$@" | head -1; echo done' });
  await screen.waitFor(/用法[^\n]*\ndone$/);
  await expectReleased(home);
});

async function expectTerminalBack(screen: Screen, code: number): Promise<void> {
  await screen.waitFor(/^code \d+$/m);
  expect(await screen.exit()).toEqual({ code: 0, signal: undefined });
  const history = screen.history();
  expect(history).toContain(`\ncode ${code}\n`);
  const [before, after] = [...history.matchAll(/^speed[\s\S]*?-extproc$/gm)].map(([text]) => text);
  expect(before).toMatch(/ icanon [\s\S]* echo /);
  expect(after).toBe(before);
  expect(screen.cursor().visible).toBe(true);
  expect(history).not.toMatch(/Error|^\s+at /m);
}

async function logged(home: Home, text: string): Promise<void> {
  await vi.waitFor(() => expect(home.log()).toContain(text), waiting);
}

/** Every connection there was has ended, for the server too. */
async function expectReleased(home: Home): Promise<void> {
  const count = (what: string) => home.log('access').split(what).length - 1;
  await vi.waitFor(() => expect(count('断开 (disconnected)')).toBe(count('连接 (connected)')), waiting);
}
