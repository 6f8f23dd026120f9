import { test, vi } from 'vitest';
import { openAppScreen, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { expectAlikeWhenResized, expectSameDialogue } from '../alike.ts';
import { AppServer, openRemoteScreen } from '../remote.ts';

vi.setConfig({ maxConcurrency: 8 });

const signIn = 'egon\n123\n';

test.concurrent.each([
  ['a list under way', `${signIn}购物\n1\n`, '? 哪一种'],
  ['a search', `${signIn}购物\n2\n特`, '? 搜索商品 特'],
] as const)('the shop looks as it does on the server: %s', (_, typed, shown) =>
  expectSameDialogue(bankHome, typed, shown),
);

test.concurrent('a list of products in a window that is resized', async () => {
  using here = bankHome();
  using there = bankHome();
  await using server = await AppServer.start(there);
  await using local = openAppScreen(here);
  await using remote = openRemoteScreen(server);
  for (const screen of [local, remote]) {
    await screen.waitFor(/\? 用户名$/);
    screen.type(`${signIn}购物\n1\n`);
    await waitForQuestion(screen, '哪一种');
  }
  await expectAlikeWhenResized(local, remote);
});
