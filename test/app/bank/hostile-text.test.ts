import { expect, test } from 'vitest';
import { app, variable } from '#conf/app.ts';
import { launcher, openAppScreen, openMenu, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { Home } from '#test/kit/home.ts';
import { attack, expectUntouched, openShell } from '#test/kit/hostile.ts';
import { egon } from '#test/kit/users.ts';

test.concurrent('in the key of a user: refused, and shown without effect', async () => {
  using home = new Home({ 'config.ini': `[eve]\npassword=1\nmo${attack}ney=1\n` });
  await using screen = openAppScreen(home);
  expect((await screen.exit()).code).toBe(2);
  expect(screen.text()).toContain('config.ini');
  expectUntouched(screen, app.title.zh);
});

test.concurrent.each([
  [['transfer', '--to', attack, '--amount', '1', '--user', 'egon'], 4],
  [['transfer', '--to', 'alex', '--amount', attack, '--user', 'egon'], 2],
  [['transfer', '--to', 'alex', '--amount', '1', '--id', attack, '--user', 'egon'], 2],
])('on the command line: %j', async (args, code) => {
  using home = bankHome();
  await using screen = openShell(launcher, args, {
    [variable('HOME')]: home.path,
    [variable('PASSWORD')]: '123',
  });
  expect((await screen.exit()).code).toBe(code);
  expectUntouched(screen);
});

test.concurrent('pasted into a transfer: no escape sequence takes effect', async () => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  screen.type('转账\n');
  await waitForQuestion(screen, '转给谁');
  screen.type(`al\x1b]0;pwned\x07\x1b[2J\x1b[Hex\x9b2J`);
  screen.type('\n1\ny\n');
  await waitForMenu(screen, '✔ 请选择 转账');
  expectUntouched(screen, app.title.zh);
  expect(home.all(`select kind from journal where kind = 'transfer'`).length).toBeLessThan(2);
});
