import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { openMenu, pressEsc, steady, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import type { Screen } from '#test/kit/screen.ts';

// These tests wait most of the time.
vi.setConfig({ maxConcurrency: 15 });

/** Long enough for a busy machine to get from the sign-in to the question that is to be closed. */
const timeoutMs = 3_000;
const users = `[DEFAULT]
user_timeout = ${timeoutMs / 1000}
[egon]
password = 123
money = 100
[yuanhao]
password = ysb123
money = 10
`;
const egon = ['egon', '123'] as const;

const homeOfShortSessions = (): Home => new Home({ 'config.ini': users });
const sessionOver = /会话已到期。请重新登录，然后继续。\n\? 用户名 \(egon\)$/;

async function untilOver(screen: Screen): Promise<void> {
  await screen.waitFor(sessionOver);
}

/** What is typed in the menu, the question it leads to, as it is seen then and again after the new sign-in. */
const prompts = [
  ['the menu', '', '请选择'],
  ['a text', '3\n', '转给谁'],
  ['a text half typed', '3\nalex\n12.', '金额（元） 12.'],
  ['a list', '1\n1\n', '哪一种'],
  ['a search', '1\n2\n', '搜索商品'],
  ['a confirmation', '3\nalex\n1\n', '从 egon 转给 alex 1.00 元，确定吗 (y/N)'],
  ['a password', '修改密码\n', '当前密码'],
] as const;

describe.concurrent('the session ends', () => {
  test.each(prompts)('at %s: it closes, and comes back after the sign-in', async (_, typed, question) => {
    using home = homeOfShortSessions();
    const beganMs = performance.now();
    await using screen = await openMenu(home, egon);
    screen.type(typed);
    await waitForQuestion(screen, question);
    await untilOver(screen);
    expect(performance.now() - beganMs).toBeGreaterThan(timeoutMs);
    // The question that was closed has left nothing behind.
    expect(screen.text().match(/\? /g)).toHaveLength(1);
    // After a password that was cut off, all is taken for the rest of it, up to an Enter.
    if (question === '当前密码') screen.type('rest\n');
    screen.type('\n123\n');
    await waitForQuestion(screen, question);
    expect(screen.text()).toMatch(/继续。\n✔ 用户名 \(egon\)\n✔ 密码 \*{8}\n\? [^✔]*$/);
    expect(home.log()).toContain('会话结束 (session ended) user=egon');
  });

  test('in the middle of a transfer, which goes on where it was', async ({ expect }) => {
    using home = homeOfShortSessions();
    await using screen = await openMenu(home, egon);
    screen.type('3\nyuan');
    await waitForQuestion(screen, '转给谁 yuan');
    await untilOver(screen);
    screen.type('egon\n123\n');
    await waitForQuestion(screen, '转给谁 yuan');
    screen.type('hao\n12.50\ny\n');
    await waitForMenu(screen, '已转给');
    expect(steady(screen.text()).split('\n\n').slice(2, 3).join()).toMatchInlineSnapshot(`
      "控制台商城  egon  会话剩余 …
      ✔ 请选择 转账
      会话已到期。请重新登录，然后继续。
      ✔ 用户名 (egon) egon
      ✔ 密码 ********
      ✔ 转给谁 yuanhao
      ✔ 金额（元） 12.50
      ✔ 从 egon 转给 yuanhao 12.50 元，确定吗 是
      已转给 yuanhao 12.50 元，余额 87.50 元
      编号 xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
    `);
    expect(home.all("select count(*) as count from journal where kind = 'transfer'")).toEqual([{ count: 1 }]);
  });

  test('at a password half typed, of which nothing is kept', async () => {
    using home = homeOfShortSessions();
    await using screen = await openMenu(home, egon);
    screen.type('修改密码\n12');
    await waitForQuestion(screen, '当前密码 **');
    await untilOver(screen);
    screen.type('rest\n');
    screen.type('\n123\n');
    await screen.waitFor(/\? 当前密码$/);
    expect(screen.text()).not.toContain('rest');
  });

  test('with a cart, which the same user still has', async () => {
    using home = homeOfShortSessions();
    await using screen = await openMenu(home, egon);
    screen.type('1\n1\n1\n2\n');
    await screen.waitFor('合计 3.00 元');
    await untilOver(screen);
    screen.type('\n123\n');
    await waitForQuestion(screen, '商店');
    screen.type('5\ny\n');
    await screen.waitFor('已付款，余额 97.00 元');
  });

  test('and another user signs in, who gets nothing of the first', async ({ expect }) => {
    using home = homeOfShortSessions();
    await using screen = await openMenu(home, egon);
    screen.type('1\n1\n1\n2\n');
    await screen.waitFor('合计 3.00 元');
    await untilOver(screen);
    screen.type('yuanhao\nysb123\n');
    await waitForMenu(screen, '换了用户');
    expect(steady(screen.text()).split('\n\n').slice(4).join('\n\n')).toMatchInlineSnapshot(`
      "会话已到期。请重新登录，然后继续。
      ✔ 用户名 (egon) yuanhao
      ✔ 密码 ********
      换了用户：之前未完成的操作已丢弃。

      控制台商城  yuanhao  会话剩余 …
      ? 请选择
      ❯ 1. 购物
        2. 查看余额
        3. 转账
        4. 账单
        5. 订单
        6. 存款
        7. 取款
        8. 聊天
        9. 修改密码
        10. 退出登录
        11. 退出

      ↑↓ 移动 • ⏎ 选定 • esc 返回"
    `);
    screen.type('1\n5\n');
    await screen.waitFor('购物车是空的');
  });

  test('and what the first had typed is not offered to the other', async () => {
    using home = homeOfShortSessions();
    await using screen = await openMenu(home, egon);
    screen.type('3\nal');
    await waitForQuestion(screen, '转给谁 al');
    await untilOver(screen);
    screen.type('yuanhao\nysb123\n');
    await waitForMenu(screen, '换了用户');
    screen.type('3\n');
    await screen.waitFor(/\? 转给谁$/);
  });

  test('and neither a wrong password nor Esc gets past it', async () => {
    using home = homeOfShortSessions();
    await using screen = await openMenu(home, egon);
    await untilOver(screen);
    await pressEsc(screen);
    screen.type('\nwrong\n');
    await screen.waitFor(/用户名或密码不对，请重试。\n\? 用户名 \(egon\)$/);
    screen.type('2\n');
    await waitForQuestion(screen, '密码');
    expect(screen.text()).not.toContain('余额');
    screen.press('ctrl-d');
    expect((await screen.exit()).code).toBe(0);
  });
});

describe.concurrent('the idle timeout', () => {
  const idleMs = 3_000;
  const settings = `[session]\nidle_timeout = ${idleMs / 1000}\n`;

  test('ends the session when no key is pressed, and says so', async () => {
    using home = new Home({ 'settings.ini': settings });
    await using screen = await openMenu(home, egon, { language: 'en' });
    await screen.waitFor(
      /The session ended: nothing was done for a while\. Sign in again to go on\.\n\? Name \(egon\)$/,
    );
  });

  test('is put off by every key', async () => {
    using home = new Home({ 'settings.ini': settings });
    await using screen = await openMenu(home, egon);
    screen.type('3\n');
    await waitForQuestion(screen, '转给谁');
    for (const key of 'yuanha') {
      await sleep(idleMs / 5);
      screen.type(key);
    }
    await waitForQuestion(screen, '转给谁 yuanha');
    expect(screen.text()).not.toContain('会话已结束');
    await screen.waitFor('长时间没有操作，会话已结束。请重新登录，然后继续。');
    screen.type('\n123\n');
    await waitForQuestion(screen, '转给谁 yuanha');
  });
});
