import { expect, test } from 'vitest';
import type { Choice } from '#lib/terminal/terminal.ts';
import { dialogueProgram } from './fixture/bundle.ts';

const program = dialogueProgram();
const done = { code: 0, signal: undefined };

const menu: readonly Choice[] = [
  { value: 'shop', name: '购物', hint: 'look around' },
  { value: 'balance', name: '查看余额', hint: 'the money left' },
  { value: 'transfer', name: '转账' },
];
const numbers = (count: number): readonly Choice[] =>
  Array.from({ length: count }, (_, index) => ({ value: `v${index + 1}`, name: `name ${index + 1}` }));
const choice = (choices: readonly Choice[], initial?: string) =>
  ({
    ask: { kind: 'choice', message: 'Menu', choices, ...(initial === undefined ? {} : { initial }) },
  }) as const;
const name = { ask: { kind: 'text', message: 'Name' } } as const;
const secret = { ask: { kind: 'secret', message: '密码' } } as const;
const search = { ask: { kind: 'search', message: 'Product' } } as const;
const confirm = { ask: { kind: 'confirm', message: 'Sure?', initial: false } } as const;

test('a dialogue on the screen', async () => {
  await using screen = program.run({
    steps: [{ ask: { kind: 'text', message: '用户名' } }, secret, choice(menu), search, confirm],
  });
  await screen.waitFor('? 用户名');
  screen.type('王小明明');
  await screen.waitFor('王小明明');
  screen.press('backspace');
  await screen.waitFor((text) => text === '? 用户名 王小明');
  expect(screen.cursor()).toEqual({ column: 15, row: 0, visible: true });
  screen.press('enter');

  await screen.waitFor('? 密码');
  screen.type('123');
  await screen.waitFor('? 密码 ***');
  screen.press('enter');

  await screen.waitFor('Menu');
  screen.press('down');
  expect(await screen.waitFor('❯ 2.')).toBe(
    [
      '✔ 用户名 王小明',
      'got "王小明"',
      '✔ 密码 ********',
      'got "123"',
      '? Menu',
      '  1. 购物      look around',
      '❯ 2. 查看余额  the money left',
      '  3. 转账',
      '',
      '↑↓ navigate • ⏎ select • esc back',
    ].join('\n'),
  );
  screen.press('enter');

  await screen.waitFor('? Product');
  screen.type('香');
  await screen.waitFor((text) => !text.includes('apple'));
  screen.press('enter');
  await screen.waitFor('? Sure? (y/N)');
  screen.press('enter');
  expect((await screen.waitFor('done')).split('\n').slice(4)).toEqual([
    '✔ Menu 查看余额',
    'got "balance"',
    '✔ Product 香蕉 banana',
    'got "banana"',
    '– Sure? No',
    'got "no"',
    'done',
  ]);
  expect(await screen.exit()).toEqual(done);
  expect(screen.cursor().visible).toBe(true);
});

test.each([
  ['1', 'v1'],
  ['2', 'v2'],
  ['10', 'v10'],
  ['12', 'v12'],
  ['name 7', 'v7'],
])('typing %j and Enter at a list of twelve', async (typed, value) => {
  await using screen = program.run({ steps: [choice(numbers(12))] });
  await screen.waitFor('12. name 12');
  screen.type(`${typed}\n`);
  await screen.waitFor(`got "${value}"`);
});

test.each(['0', '13', '99', '007000'])('the number %s, which no line has, is refused', async (typed) => {
  await using screen = program.run({ steps: [choice(numbers(12))] });
  await screen.waitFor('Menu');
  screen.type(`${typed}\n`);
  await screen.waitFor('> no such choice');
  screen.type('3\n');
  await screen.waitFor('got "v3"');
});

test('arrows wrap around a list, which starts at its initial value', async () => {
  await using screen = program.run({ steps: [choice(menu, 'transfer'), choice(menu)] });
  await screen.waitFor('❯ 3.');
  screen.press('down', 'enter');
  await screen.waitFor('got "shop"');
  await screen.waitFor('❯ 1.');
  screen.press('up', 'enter');
  await screen.waitFor('got "transfer"');
});

test('a list that is higher than the screen stays in it, and says how much is hidden', async () => {
  await using screen = program.run({ steps: [name, choice(numbers(30))] }, { rows: 12 });
  await screen.waitFor('Name');
  screen.type('above\n');
  await screen.waitFor('❯ 1.');
  for (const [keys, active, hidden] of [
    [['page-down'], 4, '2 above, 25 below'],
    [['down', 'down', 'page-down'], 9, '7 above, 20 below'],
    [['end'], 30, '27 above, 0 below'],
    [['page-up'], 27, '25 above, 2 below'],
    [['page-down', 'down'], 1, '0 above, 27 below'],
    [['up'], 30, '27 above, 0 below'],
    [['home'], 1, '0 above, 27 below'],
    [['end', 'page-up', 'page-up'], 24, '22 above, 5 below'],
  ] as const) {
    screen.press(...keys);
    await screen.waitFor(new RegExp(`❯ ${active}\\. [\\s\\S]*esc back • ${hidden}$`));
    expect(screen.text()).toContain('? Menu');
  }
  screen.press('enter');
  expect(await screen.waitFor('done')).toBe('✔ Name above\ngot "above"\n✔ Menu name 24\ngot "v24"\ndone');
});

test('what is typed at a list and names no item is refused at once, and later Enter does not take another item', async () => {
  await using screen = program.run({ steps: [choice(numbers(12)), choice(menu)] });
  await screen.waitFor('Menu');
  screen.type('2');
  await screen.waitFor('❯ 2.');
  screen.type('4');
  await screen.waitFor('> no such choice');
  // The digits are forgotten by then.
  await new Promise((resolve) => setTimeout(resolve, 800));
  screen.press('enter');
  screen.type('7');
  await screen.waitFor('❯ 7.');
  screen.press('enter');
  await screen.waitFor('got "v7"');
  await screen.waitFor('❯ 1.');
  screen.type('quit');
  await screen.waitFor('> no such choice');
  screen.press('enter', 'enter');
  await screen.waitFor('got "shop"');
});

test('a refused answer stays on the line with the complaint under it', async () => {
  await using screen = program.run({ steps: [name, secret] });
  await screen.waitFor('Name');
  screen.type('bad\n');
  await screen.waitFor((text) => text === '? Name bad\n> that is bad');
  expect(screen.cursor()).toEqual({ column: 10, row: 0, visible: true });
  screen.type('ger\n');
  await screen.waitFor('got "badger"');
  await screen.waitFor('? 密码');
  screen.type('bad\n');
  await screen.waitFor('? 密码 ***\n> that is bad');
  screen.press('ctrl-u');
  screen.type('good\n');
  await screen.waitFor('got "good"');
});

test('the error of a check is passed on', async () => {
  await using screen = program.run({ steps: [name] });
  await screen.waitFor('Name');
  screen.type('bug\n');
  await screen.waitFor('closed: Error');
});

test('an initial text can be edited, with every editing key', async () => {
  await using screen = program.run({
    steps: [{ ask: { kind: 'text', message: 'Name', initial: 'one two' } }, name],
  });
  await screen.waitFor('? Name one two');
  screen.press('home', 'delete', 'end', 'ctrl-w');
  await screen.waitFor((text) => text === '? Name ne');
  screen.press('left');
  screen.type('中');
  screen.press('right', 'ctrl-a');
  screen.type('<');
  screen.press('ctrl-e');
  screen.type('>\n');
  await screen.waitFor('got "<ne中 >"');
  await screen.waitFor(/\? Name$/);
  screen.type('gone');
  screen.press('left', 'left', 'ctrl-u');
  await screen.waitFor(/\? Name ne$/);
  screen.press('ctrl-k', 'enter');
  await screen.waitFor('got ""');
});

test('a search shows everything first, filters, and refuses Enter on nothing', async () => {
  await using screen = program.run({ steps: [search, search] });
  expect(await screen.waitFor('樱桃')).toBe(
    '? Product\n❯ 苹果 apple   ¥ 1.00\n  香蕉 banana  ¥ 1.00\n  樱桃 cherry  ¥ 1.00\n\n↑↓ navigate • ⏎ select • esc back',
  );
  screen.type('zzz\n');
  await screen.waitFor('> nothing found');
  screen.press('backspace', 'backspace', 'backspace', 'down', 'down', 'enter');
  await screen.waitFor('✔ Product 樱桃 cherry\ngot "cherry"');
  await screen.waitFor('? Product');
  screen.type('app\n');
  await screen.waitFor('got "apple"');
});

test.each([
  ['y', 'yes'],
  ['N', 'no'],
  ['Yes', 'yes'],
  ['', 'no'],
])('%j confirms as %s', async (typed, answer) => {
  await using screen = program.run({ steps: [confirm] });
  await screen.waitFor('Sure?');
  screen.type(`${typed}\n`);
  await screen.waitFor(`got "${answer}"`);
});

test('neither yes nor no is asked again', async () => {
  await using screen = program.run({ steps: [confirm] });
  await screen.waitFor('Sure?');
  screen.type('maybe\n');
  await screen.waitFor('> yes or no, please');
  screen.press('ctrl-u');
  screen.type('y\n');
  await screen.waitFor('got "yes"');
});

test.each([name, secret, choice(menu), search, confirm])('Esc goes back from %j', async (step) => {
  await using screen = program.run({ steps: [step, { print: 'and on' }, name] });
  await screen.waitFor(step.ask.message);
  screen.press('esc');
  expect(await screen.waitFor(/and on\n\? Name$/)).toBe('back\nand on\n? Name');
  screen.type('still here\n');
  await screen.waitFor('got "still here"');
});

test('half an escape sequence is not Esc, and does not swallow the next key', async () => {
  await using screen = program.run({ steps: [name] });
  await screen.waitFor('Name');
  for (const half of ['\x1b[', '\x1bO', '\x1b[1;']) {
    screen.type(half);
    await new Promise((resolve) => setTimeout(resolve, 80));
  }
  screen.type('Abc\n');
  await screen.waitFor('got "Abc"');
});

test.each([
  [name, '', /Name$/],
  [secret, '1', /\? \S+ \*$/],
  [choice(menu), '2', /❯ (2\. )?查看余额/],
  [search, 'zzz', /Product zzz/],
  [confirm, 'maybe', /Sure\? .*maybe$/],
] as const)('%j closes when its signal aborts', async (step, typed, shown) => {
  await using screen = program.run({ steps: [{ abortsAtSignal: true, ...step }, name] });
  await screen.waitFor(step.ask.message);
  screen.type(typed);
  await screen.waitFor(shown);
  screen.kill('SIGUSR2');
  await screen.waitFor(/closed: AbortError draft=""\n\? Name$/);
  expect(screen.cursor().visible).toBe(true);
  if (step === secret) screen.type('the rest of it\n');
  screen.type('next\n');
  await screen.waitFor('got "next"');
});

test('the text typed before the signal aborted is offered again', async () => {
  await using screen = program.run({ steps: [{ abortMs: 300, ...name }] });
  await screen.waitFor('Name');
  screen.type('半个 half');
  await screen.waitFor(/closed: .* draft="半个 half"\n\? Name 半个 half$/);
  screen.type(' done\n');
  await screen.waitFor('got "半个 half done"');
});

test('control characters of messages, names and pasted texts are made harmless', async () => {
  const evil = '\x1b]0;owned\x07\x1b[2J\x1b[H\u202eevil\x9b2J\r';
  await using screen = program.run({
    before: 'above\n',
    steps: [
      { ask: { kind: 'text', message: `Name ${evil}` } },
      choice([{ value: 'a', name: `A ${evil}`, hint: evil }]),
      { ask: { kind: 'confirm', message: evil, initial: true } },
      { print: `printed ${evil}` },
    ],
  });
  await screen.waitFor('? Name');
  screen.type('pasted \u202e\u200b\u009b2J中');
  await screen.waitFor('pasted 2J中');
  screen.press('enter');
  await screen.waitFor('❯ 1.');
  screen.press('enter', 'enter');
  await screen.waitFor('done');
  expect(screen.text().split('\n')[0]).toBe('above');
  expect(screen.text()).toContain('got "pasted 2J中"');
  expect(screen.title()).toBe('');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not have been written
  expect(screen.raw()).not.toMatch(/\x1b\]|\x1b\[2J|\x1b\[H|[\x80-\x9f\u202e]/);
});
