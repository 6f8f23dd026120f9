import { expect, test } from 'vitest';
import { bar } from '#lib/terminal/busy.ts';
import { firstPrompt } from '#lib/terminal/theme.ts';
import { dialogueProgram } from './fixture/bundle.ts';

const program = dialogueProgram();
const name = { ask: { kind: 'text', message: '用户名 Name' } } as const;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours
const colour = /\x1b\[[\d;]*m/;

const everything = [
  { ask: { kind: 'text', message: 'One' } },
  { ask: { kind: 'secret', message: 'Two' } },
  {
    ask: {
      kind: 'choice',
      message: 'Three',
      choices: [
        { value: 'a', name: 'A', hint: 'h' },
        { value: 'b', name: 'B' },
      ],
    },
  },
  { ask: { kind: 'search', message: 'Four' } },
  { ask: { kind: 'confirm', message: 'Five', initial: true } },
  { busyMs: 800, label: 'Working' },
  { print: '\x1b[31mred\x1b[39m' },
] as const;
const answers = 'bad\n\x15x\nbad\n\x15x\n9\n1\nzz\n\x15\nmaybe\n\x15\n';

test('without colours nothing is coloured, whatever the streams of the process support', async () => {
  await using screen = program.run({ steps: everything, colours: false }, { env: { FORCE_COLOR: '1' } });
  await screen.waitFor('One');
  screen.type(answers);
  await screen.waitFor('red\ndone');
  expect(screen.raw()).not.toMatch(colour);
});

test('with colours every prompt has them, whatever the streams of the process support', async () => {
  await using screen = program.run({ steps: everything, colours: true }, { env: { NO_COLOR: '1' } });
  await screen.waitFor('One');
  screen.type(answers);
  await screen.waitFor('red\ndone');
  const raw = screen.raw();
  for (const part of [
    '\x1b[34m?\x1b[39m \x1b[1mOne\x1b[22m',
    '\x1b[32m✔\x1b[39m \x1b[1mTwo\x1b[22m \x1b[36m********\x1b[39m',
    '\x1b[31m> that is bad\x1b[39m',
    '\x1b[31m> no such choice\x1b[39m',
    '\x1b[31m> nothing found\x1b[39m',
    '\x1b[31m> yes or no, please\x1b[39m',
    '\x1b[2m(Y/n)\x1b[22m',
    '\x1b[31mred\x1b[39m\x1b[0m',
  ]) {
    expect(raw).toContain(part);
  }
});

test.each([true, false])(
  'the first prompt is what the prompt draws, cursor and all (colours: %s)',
  async (colours) => {
    await using real = program.run({ steps: [name], colours });
    await real.waitFor('用户名');
    await using drawn = program.run({
      steps: [{ busyMs: 300, label: '' }, name],
      colours,
      before: firstPrompt('用户名 Name', colours),
      drawn: true,
    });
    await drawn.waitFor('用户名');
    const before = [drawn.text(), drawn.cursor()];
    expect(before).toEqual([real.text(), real.cursor()]);
    await expect.poll(() => drawn.raw()).toContain('\x1b[2K');
    expect([await drawn.waitFor('用户名'), drawn.cursor()]).toEqual(before);
    drawn.type('x\n');
    expect(await drawn.waitFor('done')).toBe('✔ 用户名 Name x\ngot "x"\ndone');
  },
);

test('a text printed first replaces the first prompt', async () => {
  await using screen = program.run({
    steps: [{ print: 'a problem' }],
    before: firstPrompt('Name', false),
    drawn: true,
  });
  expect(await screen.waitFor('done')).toBe('a problem\ndone');
});

test('a warning stands above the open prompt at once', async () => {
  await using screen = program.run({
    steps: [{ warnMs: 1_000, text: 'careful' }, name, { ask: { kind: 'text', message: 'Two' } }],
  });
  await screen.waitFor('Name');
  screen.type('x');
  expect(await screen.waitFor('careful')).toBe('careful\n? 用户名 Name x');
  screen.press('enter');
  expect(await screen.waitFor('? Two')).toBe('careful\n✔ 用户名 Name x\ngot "x"\n? Two');
});

test('long work shows a spinner that goes away; warnings pass above it', async () => {
  await using screen = program.run({
    steps: [{ warnMs: 1_500, text: 'careful' }, { busyMs: 3_000, label: 'Working' }, name],
  });
  await screen.waitFor(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Working$/);
  expect(screen.cursor().visible).toBe(false);
  await screen.waitFor(/^careful\n[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Working$/);
  expect(await screen.waitFor('? 用户名')).toBe('careful\n? 用户名 Name');
  expect(screen.cursor().visible).toBe(true);
});

test('work that counts shows a bar; short work shows nothing', async () => {
  await using screen = program.run({
    steps: [{ busyMs: 1_200, label: 'Counting', total: 200 }, { busyMs: 100, label: 'Quick' }, name],
  });
  await screen.waitFor(/^█{10,}░+ +[5-9]\d% Counting$/);
  await screen.waitFor('? 用户名');
  expect(screen.raw()).not.toContain('Quick');
});

test.each([
  [0, 10, '░░░░░░░░░░░░░░░░░░░░░░░░   0%'],
  [5, 10, '████████████░░░░░░░░░░░░  50%'],
  [999, 1000, '████████████████████████  99%'],
  [10, 10, '████████████████████████ 100%'],
  [20, 10, '████████████████████████ 100%'],
  [0, 0, '░░░░░░░░░░░░░░░░░░░░░░░░   0%'],
])('the bar at %i of %i', (done, total, expected) => {
  expect(bar(done, total)).toBe(expected);
});
