import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { readText } from '#test/kit/read-text.ts';
import type { Screen } from '#test/kit/screen.ts';
import { dialogueProgram } from './fixture/bundle.ts';
import { words } from './fixture/words.ts';

const program = dialogueProgram();
const message = { announce: '哪吒：你好' } as const;
const text = { ask: { kind: 'text', message: 'To' } } as const;
const menu = ['购物', '查看余额', '转账'].map((name) => ({ value: name, name }));
const announced = (count: number) => Array.from({ length: count }, (_, index) => `哪吒：你好 ${index + 1}`);

async function announce(screen: Screen, number: number): Promise<void> {
  screen.kill('SIGUSR2');
  await screen.waitFor(new RegExp(`你好 ${number}\n`));
}

test('fifty lines between the keys of a long Chinese line leave it whole', async () => {
  await using screen = program.run({ steps: [message, text] }, { columns: 40, rows: 20 });
  await screen.waitFor('? To');
  const typed = '千里之行始于足下'.repeat(6).slice(0, 46);
  for (let number = 1; number <= 50; number++) {
    screen.type(typed[number - 1] ?? '');
    await announce(screen, number);
  }
  // 5 columns for the message, then 17 characters; 20 on a row of their own; the rest.
  const rows = [`? To ${typed.slice(0, 17)}`, typed.slice(17, 37), typed.slice(37)];
  await screen.waitFor((shown) => shown.endsWith(rows.join('\n')));
  expect(screen.history().split('\n')).toEqual([...announced(50), ...rows]);
  expect(screen.cursor()).toMatchObject({ column: 18, visible: true });
  screen.press('enter');
  await screen.waitFor((shown) => shown.replaceAll('\n', '').includes(`got "${typed}"`));
});

test('the cursor stays where it was in a wrapped line, also on a row above the last', async () => {
  await using screen = program.run({ before: 'above\n', steps: [message, text] }, { columns: 30 });
  await screen.waitFor('? To');
  screen.type('一二三四五六七八九十'.repeat(2));
  await screen.waitFor(/三四五六七八九十$/);
  for (let left = 0; left < 11; left++) screen.press('left');
  await screen.waitFor(() => screen.cursor().row === 1);
  expect(screen.cursor()).toEqual({ column: 23, row: 1, visible: true });
  await announce(screen, 1);
  expect(screen.cursor()).toEqual({ column: 23, row: 2, visible: true });
  screen.type('中');
  screen.press('home');
  await screen.waitFor(() => screen.cursor().column === 5);
  screen.type('头');
  expect(await screen.waitFor('头')).toBe(
    'above\n哪吒：你好 1\n? To 头一二三四五六七八九中十\n一二三四五六七八九十',
  );
  screen.press('enter');
  await screen.waitFor('got "头一二三四五六七八九中十\n一二三四五六七八九十"');
});

describe('above', () => {
  test('a list, whose highlighted line stays', async () => {
    await using screen = program.run({
      steps: [message, { ask: { kind: 'choice', message: 'Menu', choices: menu } }],
    });
    await screen.waitFor('❯ 1.');
    screen.press('down');
    const before = await screen.waitFor('❯ 2.');
    await announce(screen, 1);
    await announce(screen, 2);
    await screen.waitFor((shown) => shown === [...announced(2), before].join('\n'));
    expect(screen.cursor().visible).toBe(false);
    screen.press('enter');
    await screen.waitFor('got "查看余额"');
    expect(screen.cursor().visible).toBe(true);
  });

  test('a search with a term', async () => {
    await using screen = program.run({ steps: [message, { ask: { kind: 'search', message: 'Product' } }] });
    await screen.waitFor('樱桃');
    screen.type('r');
    screen.press('down');
    const [before, cursor] = [await screen.waitFor('❯ 樱桃'), screen.cursor()];
    await announce(screen, 1);
    await screen.waitFor((shown) => shown === `哪吒：你好 1\n${before}`);
    expect(screen.cursor()).toEqual({ ...cursor, row: cursor.row + 1 });
    screen.press('enter');
    await screen.waitFor('got "cherry"');
  });

  test('a secret, which stays hidden', async () => {
    await using screen = program.run({ steps: [message, { ask: { kind: 'secret', message: '密码' } }] });
    await screen.waitFor('密码');
    screen.type('s3');
    await screen.waitFor('密码 **');
    await announce(screen, 1);
    screen.type('cr');
    await screen.waitFor((shown) => shown === '哪吒：你好 1\n? 密码 ****');
    expect(screen.raw()).not.toContain('s3');
    screen.press('enter');
    await screen.waitFor('got "s3cr"');
  });

  test('a refused answer and its complaint', async () => {
    await using screen = program.run({ steps: [message, text] });
    await screen.waitFor('? To');
    screen.type('bad\n');
    const before = await screen.waitFor('> that is bad');
    await announce(screen, 1);
    await screen.waitFor((shown) => shown === `哪吒：你好 1\n${before}`);
    expect(screen.cursor()).toEqual({ column: 8, row: 1, visible: true });
    screen.type('ger\n');
    await screen.waitFor('got "badger"');
  });

  test('a spinner', async () => {
    await using screen = program.run({ steps: [message, { busyMs: 60_000, label: 'Working' }] });
    await screen.waitFor('Working');
    await announce(screen, 1);
    await announce(screen, 2);
    await screen.waitFor(/^哪吒：你好 1\n哪吒：你好 2\n[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Working$/);
    screen.press('ctrl-c');
    await screen.waitFor(/2\nleft: interrupt$/);
  });
});

test('control characters of an announcement are made harmless', async () => {
  const evil = '\x1b]0;owned\x07\x1b[2J\x1b[H\u202eevil\x9b2J\r';
  await using screen = program.run({ before: 'top\n', steps: [{ announce: `line one\n${evil}` }, text] });
  await screen.waitFor('? To');
  screen.type('typed');
  screen.kill('SIGUSR2');
  expect(await screen.waitFor(/ 1\n\? To typed$/)).toMatch(/^top\nline one\n.*evil.*2J.* 1\n\? To typed$/);
  expect(screen.title()).toBe('');
});

test('a script gets an announcement at once, between its questions and answers', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  const terminal = openLineTerminal({ input, output, words });
  const answer = terminal.ask({ kind: 'text', message: 'To' });
  await expect.poll(() => output.readableLength).toBeGreaterThan(0);
  terminal.announce('hello\x1b[2J');
  expect(readText(output)).toBe('To\nhello\ufffd[2J\n');
  input.end('x\n');
  expect(await answer).toBe('x');
  terminal.close();
});
