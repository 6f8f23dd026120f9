import { describe, expect, test } from 'vitest';
import {
  numberOf,
  openMenu,
  openSampleMenu,
  pressEsc,
  steady,
  waitForMenu,
  waitForQuestion,
} from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import type { Screen } from '#test/kit/screen.ts';
import { egon } from '#test/kit/users.ts';

/** The skeleton's entries, in their order, and their first output: a question (`?`), or a text and the menu again. */
const entries = [
  ['我是谁', 'egon，会话剩余'],
  ['修改密码', '? 当前密码'],
] as const;

const byNumber = (screen: Screen, title: string): void => screen.type(`${numberOf(screen, title)}\n`);
const byTitle = (screen: Screen, title: string): void => screen.type(`${title}\n`);
const byArrowDown = (screen: Screen, title: string): void => {
  screen.press(...Array<'down'>(numberOf(screen, title) - 1).fill('down'), 'enter');
};
/** The list wraps around: up from the first is the last. */
const byArrowUp = (screen: Screen, title: string): void => {
  screen.press(...Array<'up'>(numberOf(screen, '退出') + 1 - numberOf(screen, title)).fill('up'), 'enter');
};

test.concurrent.each([
  ['its number', byNumber],
  ['its title', byTitle],
  ['the arrow down', byArrowDown],
  ['the arrow up', byArrowUp],
])('every entry opens by %s, and Esc comes back', async (_, open) => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  for (const [title, begins] of entries) {
    open(screen, title);
    await screen.waitFor((text) => text.includes(`✔ 请选择 ${title}\n${begins}`));
    if (begins.startsWith('?')) await pressEsc(screen);
    await waitForMenu(screen, `✔ 请选择 ${title}\n`);
  }
  open(screen, '退出登录');
  await screen.waitFor(/✔ 请选择 退出登录\n已退出登录。\n\? 用户名$/);
  screen.type('egon\n123\n');
  await waitForMenu(screen, '已退出登录。\n✔ 用户名 egon');
  // The title is also the beginning of another title.
  (open === byTitle ? byNumber : open)(screen, '退出');
  expect(await screen.exit()).toEqual({ code: 0, signal: undefined });
  expect(screen.text()).toMatch(/✔ 请选择 退出$/);
});

test.concurrent('every entry of the app, with any parts, begins with a question or returns to the menu', async () => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  const titles = [...screen.text().matchAll(/^[❯ ] \d+\. (.+)$/gm)].map(([, title = '']) => title);
  expect(titles.slice(-4)).toEqual(['我是谁', '修改密码', '退出登录', '退出']);
  for (const title of titles.slice(0, -2)) {
    byNumber(screen, title);
    await screen.waitFor(new RegExp(`✔ 请选择 ${title}\\n[\\s\\S]*\\? [^✔]*$`));
    if (!/\? 请选择\n[^✔]*$/.test(screen.text())) await pressEsc(screen);
    await waitForMenu(screen, `✔ 请选择 ${title}\n`);
  }
});

test.concurrent('in English', async ({ expect }) => {
  using home = new Home();
  await using screen = await openSampleMenu(home, egon, { language: 'en' });
  screen.type('8');
  expect(steady(await screen.waitFor('❯ 8.'))).toMatchInlineSnapshot(`
    "TITLE
    New here: node bin/start.js register · Ctrl-C leaves

    ✔ Name egon
    ✔ Password ********

    TITLE  egon  session: …
    ? Choose
      1. Note
      2. Pick
      3. Find
      4. List
      5. Who am I
      6. Change password
      7. Sign out
    ❯ 8. Quit

    ↑↓ move • ⏎ select • esc back"
  `);
  screen.press('enter');
  expect((await screen.exit()).code).toBe(0);
});

test.concurrent('an unknown number is refused, and the menu stays', async ({ expect }) => {
  using home = new Home();
  await using screen = await openSampleMenu(home, egon);
  screen.type(`${numberOf(screen, '退出') + 1}\n`);
  expect(steady(await screen.waitFor(/\? 请选择\n❯ 1\.[\s\S]*> 没有这一项，请重选$/))).toMatchInlineSnapshot(`
    "TITLE
    新用户：node bin/start.js register · Ctrl-C 离开

    ✔ 用户名 egon
    ✔ 密码 ********

    TITLE  egon  会话剩余 …
    ? 请选择
    ❯ 1. 记事
      2. 挑选
      3. 查找
      4. 清单
      5. 我是谁
      6. 修改密码
      7. 退出登录
      8. 退出

    > 没有这一项，请重选"
  `);
  screen.type('我是谁\n');
  await waitForMenu(screen, 'egon，会话剩余');
});

test.concurrent('Esc in the menu leaves the screen as it is', async () => {
  using home = new Home();
  await using screen = await openMenu(home, egon);
  const before = screen.text();
  for (let count = 0; count < 5; count++) await pressEsc(screen);
  expect(screen.text()).toBe(before);
  screen.type('我是谁\n');
  await waitForMenu(screen, 'egon，会话剩余');
});

/** From entry to entry: the typed text, and the question that follows. Esc then goes back through all questions. */
const walks = [
  [
    'two texts and a confirmation',
    [
      ['记事\n', '内容'],
      ['alex\n', '次数'],
      ['12\n', '把 alex 记 12 次，确定吗 (y/N)'],
    ],
    ['次数 12', '内容 alex'],
  ],
  [
    'a list',
    [
      ['挑选\n', '哪一个'],
      ['3\n', '次数'],
    ],
    ['哪一个'],
  ],
  [
    'a search',
    [
      ['查找\n', '找什么'],
      ['铅', '找什么 铅'],
    ],
    [],
  ],
  [
    'a new password',
    [
      ['修改密码\n', '当前密码'],
      ['123\n', '新密码'],
      ['12345678\n', '再输入一次'],
    ],
    ['新密码'],
  ],
] as const;

describe.concurrent('Esc goes back step by step', () => {
  test.each(walks)('%s', async (_, forward, back) => {
    using home = new Home();
    await using screen = await openSampleMenu(home, egon);
    for (const [typed, question] of forward) {
      screen.type(typed);
      await waitForQuestion(screen, question);
    }
    for (const question of back) {
      await pressEsc(screen);
      // An answer that was taken back does not stay as if it counted.
      const text = await waitForQuestion(screen, question);
      expect(text).not.toContain(`✔ ${question}`);
    }
    await pressEsc(screen);
    await waitForMenu(screen);
    screen.type('我是谁\n');
    await waitForMenu(screen, 'egon，会话剩余');
  });
});
