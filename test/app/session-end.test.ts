import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { openSampleMenu, pressEsc, steady, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import type { Screen } from '#test/kit/screen.ts';
import { egon, usersFile } from '#test/kit/users.ts';

// Concurrent, because these tests wait most of the time.
vi.setConfig({ maxConcurrency: 15 });

/** Long enough for a busy machine to get from the sign-in to the question that the end closes. */
const timeoutMs = 5_000;
const homeOfShortSessions = (): Home =>
  new Home({ 'config.ini': usersFile({ DEFAULT: { user_timeout: String(timeoutMs / 1000) } }) });
const sessionOver = /会话已到期。请重新登录，然后继续。\n\? 用户名 \(egon\)$/;

async function untilOver(screen: Screen): Promise<void> {
  await screen.waitFor(sessionOver);
}

/** The keys typed in the menu, and the question on the screen then and again after the new sign-in. */
const prompts = [
  ['the menu', '', '请选择'],
  ['a text', '记事\n', '内容'],
  ['a text half typed', '记事\nalex\n12.', '次数 12.'],
  ['a list', '挑选\n', '哪一个'],
  ['a search', '查找\n', '找什么'],
  ['a confirmation', '记事\nalex\n1\n', '把 alex 记 1 次，确定吗 (y/N)'],
  ['a password', '修改密码\n', '当前密码'],
] as const;

describe.concurrent('the session ends', () => {
  test.each(prompts)('at %s, which closes, and opens again after the sign-in', async (_, typed, question) => {
    using home = homeOfShortSessions();
    const beganMs = performance.now();
    await using screen = await openSampleMenu(home, egon);
    screen.type(typed);
    await waitForQuestion(screen, question);
    await untilOver(screen);
    expect(performance.now() - beganMs).toBeGreaterThan(timeoutMs);
    // The question that was closed has left nothing behind.
    expect(screen.text().match(/\? /g)).toHaveLength(1);
    // After an aborted password prompt, all keys up to Enter count as the rest of the password.
    if (question === '当前密码') screen.type('rest\n');
    screen.type('\n123\n');
    await waitForQuestion(screen, question);
    expect(screen.text()).toMatch(/继续。\n✔ 用户名 \(egon\)\n✔ 密码 \*{8}\n\? [^✔]*$/);
    expect(home.log()).toContain('会话结束 (session ended) user=egon');
  });

  test('in the middle of a command, which continues at its prompt', async ({ expect }) => {
    using home = homeOfShortSessions();
    await using screen = await openSampleMenu(home, egon);
    screen.type('记事\nyuan');
    await waitForQuestion(screen, '内容 yuan');
    await untilOver(screen);
    screen.type('egon\n123\n');
    await waitForQuestion(screen, '内容 yuan');
    screen.type('hao\n12\ny\n');
    await waitForMenu(screen, '已记下');
    expect(steady(screen.text()).split('\n\n').slice(2, 3).join()).toMatchInlineSnapshot(`
      "TITLE  egon  会话剩余 …
      ✔ 请选择 记事
      会话已到期。请重新登录，然后继续。
      ✔ 用户名 (egon) egon
      ✔ 密码 ********
      ✔ 内容 yuanhao
      ✔ 次数 12
      ✔ 把 yuanhao 记 12 次，确定吗 是
      已记下 yuanhao，12 次。"
    `);
    expect(home.log().match(/记下 \(noted\) user=egon times=12/g)).toHaveLength(1);
  });

  test('at a half-typed password, which is dropped', async () => {
    using home = homeOfShortSessions();
    await using screen = await openSampleMenu(home, egon);
    screen.type('修改密码\n12');
    await waitForQuestion(screen, '当前密码 **');
    await untilOver(screen);
    screen.type('rest\n');
    screen.type('\n123\n');
    await screen.waitFor(/\? 当前密码$/);
    expect(screen.text()).not.toContain('rest');
  });

  test('and another user signs in, and sees nothing of the first', async ({ expect }) => {
    using home = homeOfShortSessions();
    await using screen = await openSampleMenu(home, egon);
    screen.type('记事\nalex\n1\n');
    await waitForQuestion(screen, '把 alex 记 1 次');
    await untilOver(screen);
    screen.type('yuanhao\nysb123\n');
    await waitForMenu(screen, '换了用户');
    expect(steady(screen.text()).split('\n\n').slice(2).join('\n\n')).toMatchInlineSnapshot(`
      "TITLE  egon  会话剩余 …
      ✔ 请选择 记事
      ✔ 内容 alex
      ✔ 次数 1
      会话已到期。请重新登录，然后继续。
      ✔ 用户名 (egon) yuanhao
      ✔ 密码 ********
      换了用户：之前未完成的操作已丢弃。

      TITLE  yuanhao  会话剩余 …
      ? 请选择
      ❯ 1. 记事
        2. 挑选
        3. 查找
        4. 清单
        5. 我是谁
        6. 修改密码
        7. 退出登录
        8. 退出

      ↑↓ 移动 • ⏎ 选定 • esc 返回"
    `);
    screen.type('记事\n');
    await screen.waitFor(/\? 内容$/);
    expect(home.log()).not.toContain('记下 (noted)');
  });

  test('and the text of the first user is not offered to the other', async () => {
    using home = homeOfShortSessions();
    await using screen = await openSampleMenu(home, egon);
    screen.type('记事\nal');
    await waitForQuestion(screen, '内容 al');
    await untilOver(screen);
    screen.type('yuanhao\nysb123\n');
    await waitForMenu(screen, '换了用户');
    screen.type('记事\n');
    await screen.waitFor(/\? 内容$/);
  });

  test('and neither a wrong password nor Esc skips the sign-in', async () => {
    using home = homeOfShortSessions();
    await using screen = await openSampleMenu(home, egon);
    await untilOver(screen);
    await pressEsc(screen);
    screen.type('\nwrong\n');
    await screen.waitFor(/用户名或密码不对，请重试。\n\? 用户名 \(egon\)$/);
    screen.type('我是谁\n');
    await waitForQuestion(screen, '密码');
    expect(screen.text()).not.toContain('egon，会话剩余');
    screen.press('ctrl-d');
    expect((await screen.exit()).code).toBe(0);
  });
});

describe.concurrent('the idle timeout', () => {
  const idleMs = 3_000;
  const settings = `[session]\nidle_timeout = ${idleMs / 1000}\n`;

  test('ends the session when no key is pressed, and shows the reason', async () => {
    using home = new Home({ 'settings.ini': settings });
    await using screen = await openSampleMenu(home, egon, { language: 'en' });
    await screen.waitFor(
      /The session ended: nothing was done for a while\. Sign in again to go on\.\n\? Name \(egon\)$/,
    );
  });

  test('begins again at every key', async () => {
    using home = new Home({ 'settings.ini': settings });
    await using screen = await openSampleMenu(home, egon);
    screen.type('记事\n');
    await waitForQuestion(screen, '内容');
    for (const key of 'yuanha') {
      await sleep(idleMs / 5);
      screen.type(key);
    }
    await waitForQuestion(screen, '内容 yuanha');
    expect(screen.text()).not.toContain('会话已结束');
    await screen.waitFor('长时间没有操作，会话已结束。请重新登录，然后继续。');
    screen.type('\n123\n');
    await waitForQuestion(screen, '内容 yuanha');
  });
});
