import { test } from 'vitest';
import { openMenu, pressEsc, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { egon } from '#test/kit/users.ts';

/** The bank's entries, and their first questions. */
const entries = [
  ['查看余额', 'egon 的余额：10,000,000.00 元'],
  ['转账', '? 转给谁'],
  ['账单', '? 月份，如 2026-11（留空为全部）'],
  ['存款', '? 存入金额（元）'],
  ['取款', '? 取款金额（元）'],
] as const;

test.concurrent('every entry opens, and Esc returns to the menu', async () => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  for (const [title, begins] of entries) {
    screen.type(`${title}\n`);
    await screen.waitFor((text) => text.includes(`✔ 请选择 ${title}\n${begins}`));
    if (begins.startsWith('?')) await pressEsc(screen);
    await waitForMenu(screen, `✔ 请选择 ${title}\n`);
  }
});

/** The typed text, and the question that follows. Esc then goes back through all questions. */
test.concurrent.each([
  [
    'a transfer',
    [
      ['转账\n', '转给谁'],
      ['alex\n', '金额（元）'],
      ['12.50\n', '从 egon 转给 alex 12.50 元，确定吗 (y/N)'],
    ],
    ['金额（元） 12.50', '转给谁 alex'],
  ],
  [
    'a withdrawal',
    [
      ['取款\n', '取款金额（元）'],
      ['100\n', '取出 100.00 元，手续费 5.00 元，确定吗 (y/N)'],
    ],
    ['取款金额（元） 100'],
  ],
  [
    'the statement',
    [
      ['账单\n', '月份'],
      ['2026-11\n', '格式'],
    ],
    ['月份，如 2026-11（留空为全部） 2026-11'],
  ],
] as const)('Esc goes back step by step: %s', async (_, forward, back) => {
  using home = bankHome();
  await using screen = await openMenu(home, egon);
  for (const [typed, question] of forward) {
    screen.type(typed);
    await waitForQuestion(screen, question);
  }
  for (const question of back) {
    await pressEsc(screen);
    await waitForQuestion(screen, question);
  }
  await pressEsc(screen);
  await waitForMenu(screen);
  screen.type('查看余额\n');
  await waitForMenu(screen, 'egon 的余额：10,000,000.00 元');
});
