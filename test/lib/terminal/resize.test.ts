import { PassThrough } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { Size } from '#lib/terminal/layout.ts';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import { waitForDrawing } from '#test/kit/drawing.ts';
import { readText } from '#test/kit/read-text.ts';
import type { Screen } from '#test/kit/screen.ts';
import { dialogueProgram } from './fixture/bundle.ts';
import { words } from './fixture/words.ts';

const program = dialogueProgram();
const before = 'one\ntwo\nthree\n';
const above = 'one\ntwo\nthree\n';
const text = { ask: { kind: 'text', message: 'To' } } as const;
const names = ['购物', '查看余额', '转账', '账单', '订单', '存款', '取款', '修改密码'];
const menu = {
  ask: { kind: 'choice', message: 'Menu', choices: names.map((name) => ({ value: name, name })) },
} as const;
const list = (lit: number) => [
  '? Menu',
  ...names.map((name, index) => `${index + 1 === lit ? '❯' : ' '} ${index + 1}. ${name}`),
];

/** Waits until the cursor is there: it is drawn last, perhaps in a chunk of its own. */
const untilCursorAt = (screen: Screen, column: number, row: number) =>
  screen.waitFor(() => isDeepStrictEqual(screen.cursor(), { ...screen.cursor(), column, row }));

test('a line that is being typed is drawn anew at once, with the cursor where it was', async () => {
  await using screen = program.run({ before, steps: [text] }, { columns: 60 });
  await screen.waitFor('? To');
  screen.type('一二三四五六七八九十'.repeat(2));
  await screen.waitFor(/九十$/);
  screen.press('left', 'left');
  await screen.waitFor(() => screen.cursor().column === 41);

  screen.resize(30, 40);
  await screen.waitFor((shown) => shown === `${above}? To 一二三四五六七八九十一二\n三四五六七八九十`);
  await untilCursorAt(screen, 12, 4);
  expect(screen.cursor().visible).toBe(true);

  screen.resize(20, 40);
  await screen.waitFor((shown) => shown === `${above}? To 一二三四五六七\n八九十一二三四五六七\n八九十`);
  await untilCursorAt(screen, 2, 5);

  screen.resize(100, 40);
  await screen.waitFor((shown) => shown === `${above}? To 一二三四五六七八九十一二三四五六七八九十`);
  await untilCursorAt(screen, 41, 3);
  screen.type('!\n');
  expect(await screen.waitFor('got')).toContain(`${above}✔ To 一二三四五六七八九十一二三四五六七八!九十\n`);
});

test('a list is drawn anew at once in any size, and leaves no old row', async () => {
  // Stays wider than its rows: the headless terminal, as some others, moves the cursor when a row below it breaks.
  await using screen = program.run({ before, steps: [menu] }, { columns: 20 });
  await screen.waitFor('❯ 1.');
  screen.press('down', 'down');
  const narrow = await screen.waitFor(/❯ 3\.[\s\S]*\n.+\n.*back$/);
  await untilCursorAt(screen, 0, 3);
  const tips = narrow.split('\n').slice(-2).join(' ');
  const wide = [...above.trim().split('\n'), ...list(3), '', tips].join('\n');

  for (const columns of [100, 40]) {
    screen.resize(columns, 40);
    await screen.waitFor((text) => text === wide);
    await untilCursorAt(screen, 0, 3);
  }

  // Too low for the whole list: the highlighted line stays visible. The terminal keeps the rows that scroll out.
  screen.resize(40, 6);
  await screen.waitFor((text) => text === ['? Menu', ...list(3).slice(1, 6)].join('\n'));
  screen.press('up', 'up', 'up');
  await screen.waitFor((text) => text.includes('❯ 8. 修改密码\n'));
  expect(screen.text().split('\n')[0]).toBe('? Menu');
  screen.resize(100, 40);
  await screen.waitFor((text) => text.endsWith(`${list(8).join('\n')}\n\n${tips}`));
  screen.press('enter');
  await screen.waitFor(/✔ Menu 修改密码\ngot "修改密码"\ndone$/);
});

test('of the sizes that come while the program does not run, the last one counts', async () => {
  await using screen = program.run({ before, steps: [text] }, { columns: 60 });
  await screen.waitFor('? To');
  screen.type('一二三四五六七八九十'.repeat(2));
  await screen.waitFor(/九十$/);
  screen.kill('SIGSTOP');
  const drawn = screen.raw().length;
  for (const columns of [50, 20, 40, 30]) screen.resize(columns, 40);
  screen.kill('SIGCONT');
  await waitForDrawing(screen, drawn);
  expect(screen.text()).toBe(`${above}? To 一二三四五六七八九十一二\n三四五六七八九十`);
  expect(screen.raw().slice(drawn)).toContain('十一二\r\n三四');
  await untilCursorAt(screen, 16, 4);
});

test('a spinner stays one line on a screen that gets narrower than its label', async () => {
  await using screen = program.run({
    before,
    steps: [{ busyMs: 60_000, label: 'Working on something long 很久很久很久' }],
  });
  await screen.waitFor('很久很久很久');
  screen.resize(20, 40);
  await screen.waitFor(/three\n. Working on somet…$/);
  screen.press('ctrl-c');
  await screen.waitFor(`${above}left: interrupt`);
});

test('a terminal behind a socket reports its new size', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  let size: Size = { columns: 40, rows: 10 };
  const terminal = openPromptTerminal({ input, output, colours: false, words, size: () => size });
  const shown = () => readText(output);
  terminal.resized();
  expect(shown()).toBe('');
  const answer = terminal.ask({ kind: 'text', message: 'To' });
  input.write('1234567890');
  await expect.poll(shown).toContain('1234567890');
  size = { columns: 10, rows: 10 };
  expect(terminal.columns).toBe(10);
  terminal.resized();
  expect(shown()).toBe('\r\x1b[J? To \n1234567890\n\x1b[1G');
  input.write('\r');
  expect(await answer).toBe('1234567890');
  terminal.close();
  shown();
  terminal.resized();
  expect(shown()).toBe('');
});

test.each([
  { columns: 0, rows: 0 },
  { columns: 1, rows: 1 },
])('a size of $columns by $rows does not break a prompt', async (size) => {
  const input = new PassThrough();
  const output = new PassThrough().resume();
  const terminal = openPromptTerminal({ input, output, colours: false, words, size: () => size });
  const first = terminal.ask(menu.ask);
  input.write('3\r');
  expect(await first).toBe('转账');
  const second = terminal.ask(text.ask);
  input.write('中x\r');
  expect(await second).toBe('中x');
  terminal.close();
});
