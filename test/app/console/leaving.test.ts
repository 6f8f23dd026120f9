import { describe, expect, test, vi } from 'vitest';
import { waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { expectStopAtList, inJobs, stopByForce, typeBeyondWidth, waysToStop } from '#test/kit/in-shell.ts';
import { launcherOf, sampleRoot } from '#test/kit/root.ts';
import { runAs } from '#test/kit/run.ts';
import { bugText } from '#test/kit/sample/note.ts';
import type { Screen } from '#test/kit/screen.ts';
import { casesOf } from '#test/kit/thorough.ts';
import { usersFile } from '#test/kit/users.ts';
import { expectReleased, expectTerminalBack, logged, openInShell, pidIn } from './in-shell.ts';
import { AppServer, openRemoteScreen } from './remote.ts';

vi.setConfig({ maxConcurrency: 8 });

const signIn = 'egon\n123\n';
/** The keys up to the last question, which asks for the new password again. */
const changePassword = `${signIn}修改密码\n123\n12345678\n`;
/** The typed text, and the question that is open then. */
const places = [
  ['the first question', '', '用户名'],
  ['the menu', signIn, '请选择'],
  ['a text', 'eg', '用户名 eg'],
  ['a password', 'egon\n12', '密码'],
] as const;

describe.concurrent('the client ends, restores its terminal, and closes its console on the server', () => {
  const ways = [
    ['Ctrl-C', 130, 'interrupt', (screen: Screen) => screen.press('ctrl-c')],
    ['Ctrl-\\', 131, 'quit', (screen: Screen) => screen.press('ctrl-\\')],
    ['SIGQUIT', 131, 'quit', (screen: Screen) => process.kill(pidIn(screen), 'SIGQUIT')],
    ['SIGTERM', 143, 'terminate', (screen: Screen) => process.kill(pidIn(screen), 'SIGTERM')],
    ['SIGHUP', 129, 'hangup', (screen: Screen) => process.kill(pidIn(screen), 'SIGHUP')],
    ['SIGINT', 130, 'interrupt', (screen: Screen) => process.kill(pidIn(screen), 'SIGINT')],
  ] as const;
  const cases = ways.flatMap(([way, code, reason, leave]) =>
    places.map(([place, typed, question]) => [way, code, place, { reason, leave, typed, question }] as const),
  );

  const few = casesOf(cases, ([way, , place]) => way === 'Ctrl-C' || place === 'a text');
  test.each(few)('by %s, code %d, at %s', async (_, code, __, { reason, leave, typed, question }) => {
    using home = new Home();
    await using server = await AppServer.start(home);
    await using screen = await openInShell(server, typed, question);
    leave(screen);
    await expectTerminalBack(screen, code);
    // The server has closed its question. A closed window shows nothing.
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

  test.each(casesOf(places, (_, index) => index % 2 === 0))(
    'by a window that is closed, at %s',
    async (_, typed, question) => {
      using home = new Home();
      await using server = await AppServer.start(home);
      await using screen = await openInShell(server, typed, question);
      screen.hangUp();
      await logged(home, '离开 (left) hangup]');
      await expectReleased(home);
    },
  );

  test.each(casesOf(places, (_, index) => index % 2 === 1))(
    'by kill -9, at %s',
    async (_, typed, question) => {
      using home = new Home();
      await using server = await AppServer.start(home);
      await using screen = await openInShell(server, typed, question);
      process.kill(pidIn(screen), 'SIGKILL');
      await logged(home, '离开 (left) hangup]');
      await expectReleased(home);
    },
  );

  test('at a server that does not answer: after two seconds, or at the second Ctrl-C', async () => {
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

describe.concurrent('the server ends', () => {
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

  test('by SIGTERM: an open prompt shows the reason, and running commands finish first', async () => {
    using home = new Home();
    await using server = await AppServer.start(home);
    await using idle = await openInShell(server, 'eg', '用户名 eg');
    await using busy = await openInShell(server, changePassword, '再输入一次');
    using rival = home.openDatabase();
    rival.exec('begin immediate');
    busy.type('12345678\n');
    await busy.waitFor(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] 修改密码$/m);
    server.kill('SIGTERM');
    await expectTerminalBack(idle, 5);
    expect(idle.history()).toContain('\n服务器正在停止，控制台到此结束。请稍后再连。\ncode 5\n');
    rival.exec('commit');
    await expectTerminalBack(busy, 5);
    expect(busy.history()).toMatch(/密码已修改。[\s\S]*\n服务器正在停止，[^\n]*\ncode 5\n/);
    expect(await server.ended()).toBe(143);
    expect(await runAs(['egon', '12345678'], ['whoami'], { home: home.path })).toMatchObject({ code: 0 });
  });
});

test.concurrent('a prompt continues after the session ended and the user signed in again', async () => {
  using home = new Home({ 'config.ini': usersFile({ DEFAULT: { user_timeout: '3' } }) });
  await using server = await AppServer.start(home);
  await using screen = await openInShell(server, `${signIn}修改密码\n12`, '当前密码');
  await screen.waitFor(/会话已到期。请重新登录，然后继续。\n\? 用户名 \(egon\)$/);
  // The rest of the secret is dropped, Enter included: it must not appear in the next prompt.
  screen.type('3\n\n123\n');
  await waitForQuestion(screen, '当前密码');
  expect(home.log()).toContain('会话结束 (session ended) user=egon');
});

test.concurrent('a bug in one console shows a sentence with its id there, and the others go on', async () => {
  using home = new Home();
  await using server = await AppServer.start(home, { launcher: launcherOf('serve', sampleRoot) });
  await using other = await openInShell(server, signIn, '请选择');
  await using screen = await openInShell(server, `${signIn}记事\n${bugText}\n1\n`, '把 bug 记 1 次');
  screen.type('y\n');
  await expectTerminalBack(screen, 1);
  const [, id] = /\n服务器出错了，已记入它的日志，错误编号 (\w{8})。\ncode 1\n/.exec(screen.history()) ?? [];
  expect(home.log()).toMatch(new RegExp(`\\(bug\\) id=${id} .*a mistake in the command`));
  other.type('我是谁\n');
  await waitForMenu(other, 'egon，会话剩余');
});

test.concurrent('Ctrl-Z returns to the shell, and fg shows the question with the typed text', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  const shell = inJobs('"$@" & fg; echo stopped; stty -a | grep -o " icanon"; fg');
  await using screen = openRemoteScreen(server, { shell });
  await screen.waitFor(/\? 用户名$/);
  screen.type('eg');
  await waitForQuestion(screen, '用户名 eg');
  screen.press('ctrl-z');
  await screen.waitFor(/stopped\n icanon\n[\s\S]*\? 用户名 eg$/);
  screen.type('on\n');
  await waitForQuestion(screen, '密码');
  screen.type('123\n');
  await waitForMenu(screen, 'egon');
});

test.concurrent.for(waysToStop)(
  '%s at a list: the shell gets the cursor and an empty screen, and SIGSTOP is survived too',
  async ([, stop]) => {
    using home = new Home();
    await using server = await AppServer.start(home);
    const jobs = '"$@" & echo job $!; fg; stty -a | grep -o " icanon"; read -r; fg; echo forced; read -r; fg';
    await using screen = openRemoteScreen(server, { shell: inJobs(jobs) });
    await screen.waitFor(/\? 用户名$/);
    screen.type(signIn);
    await waitForQuestion(screen, '请选择');
    await expectStopAtList(screen, stop);
    stopByForce(screen);
    await screen.waitFor('forced');
    screen.type('\n');
    await screen.waitFor(/forced[\s\S]*❯ 3\./);
    screen.press('down');
    await screen.waitFor(/forced[\s\S]*❯ 4\./);
    screen.press('ctrl-c');
    await screen.exit();
  },
);

test.concurrent('a window that is resized while the client is stopped: fg draws for the new size', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  const shell = inJobs('"$@" & fg; echo stopped; read -r; fg');
  await using screen = openRemoteScreen(server, { shell });
  await screen.waitFor(/\? 用户名$/);
  screen.press('ctrl-z');
  await screen.waitFor(/stopped$/);
  screen.resize(50, 40);
  screen.type('\n');
  await waitForQuestion(screen, '用户名');
  await typeBeyondWidth(screen, '用户名');
});

test.concurrent('a closed pipe of the reader is a hang-up', async () => {
  using home = new Home();
  await using server = await AppServer.start(home);
  await using screen = openRemoteScreen(server, { args: ['--help'], shell: '"$@" | head -1; echo done' });
  await screen.waitFor(/用法[^\n]*\ndone$/);
  await expectReleased(home);
});
