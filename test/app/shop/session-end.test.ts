import { describe, test, vi } from 'vitest';
import { openMenu, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import type { Screen } from '#test/kit/screen.ts';
import { egon, usersFile } from '#test/kit/users.ts';

// Concurrent, because these tests wait most of the time.
vi.setConfig({ maxConcurrency: 15 });

/** Sessions that are long enough for a busy machine to get to the cart. */
const homeOfShortSessions = (): Home =>
  new Home({ 'config.ini': usersFile({ DEFAULT: { user_timeout: '3' }, egon: { money: '100' } }) });

async function fillCart(screen: Screen): Promise<void> {
  screen.type('购物\n1\n1\n2\n');
  await screen.waitFor('合计 3.00 元');
  await screen.waitFor(/会话已到期。请重新登录，然后继续。\n\? 用户名 \(egon\)$/);
}

describe.concurrent('the session ends', () => {
  test('with a cart, which is kept for the same user', async () => {
    using home = homeOfShortSessions();
    await using screen = await openMenu(home, egon);
    await fillCart(screen);
    screen.type('\n123\n');
    await waitForQuestion(screen, '商店');
    screen.type('5\ny\n');
    await screen.waitFor('已付款，余额 97.00 元');
  });

  test('and another user signs in, whose cart is empty', async () => {
    using home = homeOfShortSessions();
    await using screen = await openMenu(home, egon);
    await fillCart(screen);
    screen.type('yuanhao\nysb123\n');
    await waitForMenu(screen, '换了用户');
    screen.type('购物\n5\n');
    await screen.waitFor('购物车是空的');
  });

  test.each([
    ['a list', '购物\n1\n', '哪一种'],
    ['a search', '购物\n2\n', '搜索商品'],
  ])('at %s, which comes back after the sign-in', async (_, typed, question) => {
    using home = homeOfShortSessions();
    await using screen = await openMenu(home, egon);
    screen.type(typed);
    await waitForQuestion(screen, question);
    await screen.waitFor(/会话已到期。请重新登录，然后继续。\n\? 用户名 \(egon\)$/);
    screen.type('\n123\n');
    await waitForQuestion(screen, question);
  });
});
