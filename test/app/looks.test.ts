import { describe, test } from 'vitest';
import {
  lastSteps,
  openSampleMenu,
  sampleLauncher,
  waitForMenu,
  waitForQuestion,
} from '#test/kit/app-screen.ts';
import { resizeDrawn } from '#test/kit/drawing.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours
const colour = /\x1b\[[\d;]*m/;

describe.concurrent('colours', () => {
  const everything =
    '挑选\n1\nx\x152\n查找\n铅\n记事\nalex\n-\x151\nn\n清单\n修改密码\nwrong\n99\n\x15我是谁\n';

  test.for([
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['a dumb terminal', { TERM: 'dumb' }, false],
    ['a terminal', {}, true],
    ['FORCE_COLOR on a dumb one', { TERM: 'dumb', FORCE_COLOR: '1' }, true],
  ] as const)('%s', async ([, env, coloured], { expect }) => {
    using home = new Home();
    await using screen = await openSampleMenu(home, egon, { env });
    screen.type(everything);
    await waitForMenu(screen, 'egon，会话剩余');
    for (const shown of ['已挑选 铅笔，2 次。', '找到 铅笔。', '已取消。', 'thing-000000000001'])
      expect(screen.history()).toContain(shown);
    expect(colour.test(screen.raw())).toBe(coloured);
  });

  test('are never written to a pipe or a file', async ({ expect }) => {
    using home = new Home();
    const input = 'egon\n123\nlist\nwhoami\n';
    const { stdout, code } = await run([], { home: home.path, launcher: sampleLauncher, input });
    expect(code).toBe(0);
    expect(stdout).toContain('500,000,000.00');
    expect(stdout).not.toContain('\x1b');
  });
});

describe.concurrent('narrow windows', () => {
  test('of 40 columns hold everything, amounts whole, each line one line', async ({ expect }) => {
    using home = new Home();
    await using screen = await openSampleMenu(home, egon, { columns: 40 });
    screen.type('挑选\n');
    await waitForQuestion(screen, '哪一个');
    expect(screen.text().split('\n? ')[1]).toMatchInlineSnapshot(`
      "哪一个
      ❯ 1. 铅笔             余 500 件，在仓…
        2. 《Python 编程》  余 40 件，在仓…
        3. 机械键盘 ⌨️      余 30 件，在仓…
        4. 自行车 🚲        余 15 件，在仓…
        5. 特斯拉电动汽车   余 3 件，在仓库…
        6. 海景别墅         余 1 件，在仓库…

      ↑↓ 移动 • ⏎ 选定 • esc 返回"
    `);
    screen.type('5\n2\n清单\n');
    await waitForMenu(screen, '✔ 请选择 清单');
    expect(lastSteps(screen.text())).toMatchInlineSnapshot(`
      "TITLE  egon  会话剩余 …
      ✔ 请选择 清单
      名称  铅笔
      数量  500
      合计  500,000,000.00
      编号  thing-000000000001

      名称  《Python 编程》
      数量  40
      合计  40,000,000.00
      编号  thing-000000000002

      名称  机械键盘 ⌨️
      数量  30
      合计  30,000,000.00
      编号  thing-000000000003

      名称  自行车 🚲
      数量  15
      合计  15,000,000.00
      编号  thing-000000000004

      名称  特斯拉电动汽车
      数量  3
      合计  3,000,000.00
      编号  thing-000000000005

      名称  海景别墅
      数量  1
      合计  1,000,000.00
      编号  thing-000000000006"
    `);
  });

  test('of 56 columns cut the widest text, and no amount', async ({ expect }) => {
    using home = new Home();
    await using screen = await openSampleMenu(home, egon, { columns: 56 });
    screen.type('清单\n');
    expect(lastSteps(await waitForMenu(screen, '✔ 请选择 清单'))).toMatchInlineSnapshot(`
      "TITLE  egon  会话剩余 …
      ✔ 请选择 清单
      名称            数量            合计  编号
      ──────────────  ────  ──────────────  ──────────────────
      铅笔             500  500,000,000.00  thing-000000000001
      《Python 编程…    40   40,000,000.00  thing-000000000002
      机械键盘 ⌨️       30   30,000,000.00  thing-000000000003
      自行车 🚲         15   15,000,000.00  thing-000000000004
      特斯拉电动汽车     3    3,000,000.00  thing-000000000005
      海景别墅           1    1,000,000.00  thing-000000000006"
    `);
  });

  test('of 20 columns still work', async ({ expect }) => {
    using home = new Home();
    await using screen = await openSampleMenu(home, egon, { columns: 20, rows: 50 });
    screen.type('记事\nalex\n1\ny\n我是谁\n');
    await waitForMenu(screen, 'egon，会话剩余');
    expect(home.log().match(/记下 \(noted\) user=egon times=1/g)).toHaveLength(1);
    expect(screen.text()).toContain('已记下 alex，1 次。');
  });
});

test.concurrent('a window that changes its size while a question is open', async ({ expect }) => {
  using home = new Home();
  await using screen = await openSampleMenu(home, egon);
  screen.type('挑选\n');
  await waitForQuestion(screen, '哪一个');
  for (const columns of [60, 41, 30, 77, 100]) await resizeDrawn(screen, columns, 40);
  screen.press('down');
  await screen.waitFor(/❯ 2\. 《Python 编程》/);
  screen.press('enter');
  await waitForQuestion(screen, '次数');
  screen.resize(50, 20);
  screen.type('2');
  await waitForQuestion(screen, '次数 2');
  screen.press('enter');
  await waitForMenu(screen, '已挑选 《Python 编程》，2 次。');
  screen.type('记事\n');
  await waitForQuestion(screen, '内容');
  screen.resize(100, 40);
  screen.type('alex\n1\nn\n清单\n');
  const text = await waitForMenu(screen, '✔ 请选择 清单');
  expect(text).toMatch(/\n名称 +数量 +合计 +编号\n─+/);
});

test.concurrent('a typed text of any length is visible at the cursor', async ({ expect }) => {
  using home = new Home();
  await using screen = await openSampleMenu(home, egon, { columns: 40 });
  screen.type('记事\n');
  await waitForQuestion(screen, '内容');
  screen.type('很'.repeat(60));
  await screen.waitFor((text) => (text.match(/很/g) ?? []).length === 60);
  const long = screen.text();
  screen.press(...Array<'backspace'>(59).fill('backspace'));
  await screen.waitFor(/\? 内容 很$/);
  expect(screen.text().split('\n').length).toBeLessThan(long.split('\n').length);
});
