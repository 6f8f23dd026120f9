import { expect, test } from 'vitest';
import { pressEsc, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { usersFile } from '#test/kit/users.ts';
import { expectReleased, expectTerminalBack, logged, openInShell, pidIn } from '../in-shell.ts';
import { AppServer, openRemoteScreen } from '../remote.ts';
import { expectBooksRight } from './transfers.ts';

const signIn = 'egon\n123\n';
const depositing = /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] 存款$/m;

test.concurrent('a connection lost during a deposit leaves it done or not begun, and the books right', async () => {
  using home = bankHome();
  await using server = await AppServer.start(home);
  await using screen = await openInShell(server, `${signIn}存款\n`, '存入金额（元）');
  using rival = home.openDatabase();
  rival.exec('begin immediate');
  screen.type('5\n');
  await screen.waitFor(depositing);
  process.kill(pidIn(screen), 'SIGKILL');
  await logged(home, '离开 (left) hangup]');
  rival.exec('commit');
  await expectReleased(home);
  await expectBooksRight(home);
});

test.concurrent('a deposit is finished by a server that stops', async () => {
  using home = bankHome();
  await using server = await AppServer.start(home);
  await using screen = await openInShell(server, `${signIn}存款\n`, '存入金额（元）');
  using rival = home.openDatabase();
  rival.exec('begin immediate');
  screen.type('5\n');
  await screen.waitFor(depositing);
  server.kill('SIGTERM');
  rival.exec('commit');
  await expectTerminalBack(screen, 5);
  expect(screen.history()).toMatch(/已存入 5\.00 元[\s\S]*\n服务器正在停止，[^\n]*\ncode 5\n/);
  expect(await server.ended()).toBe(143);
  expect(home.all(`select kind from journal where kind = 'deposit'`)).toHaveLength(1);
  await expectBooksRight(home);
});

test.concurrent('a session ends in the middle of a text, which is there again after the sign-in', async () => {
  using home = bankHome({
    'config.ini': usersFile({ DEFAULT: { user_timeout: '3' }, egon: { money: '9' } }),
  });
  await using server = await AppServer.start(home);
  await using screen = await openInShell(server, `${signIn}转账\nal`, '转给谁 al');
  await screen.waitFor(/会话已到期。请重新登录，然后继续。\n\? 用户名 \(egon\)$/);
  screen.type('\n123\n');
  await waitForQuestion(screen, '转给谁 al');
});

test.concurrent('after Ctrl-Z and fg a transfer continues with the typed text', async () => {
  using home = bankHome();
  await using server = await AppServer.start(home);
  await using screen = openRemoteScreen(server, {
    shell: `bash --norc --noprofile -i -c 'set -m; "$@" & fg; echo stopped; fg' sh "$@"`,
  });
  await screen.waitFor(/\? 用户名$/);
  screen.type(`${signIn}转账\nal`);
  await waitForQuestion(screen, '转给谁 al');
  screen.press('ctrl-z');
  await screen.waitFor(/stopped\n[\s\S]*\? 转给谁 al$/);
  screen.type('ex\n');
  await waitForQuestion(screen, '金额');
  await pressEsc(screen);
  await waitForQuestion(screen, '转给谁 alex');
});
