import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Screen } from '#test/kit/screen.ts';
import { dialogueProgram } from './fixture/bundle.ts';

const program = dialogueProgram();

const prompts = [
  { ask: { kind: 'text', message: 'Question' } },
  { ask: { kind: 'secret', message: 'Question' } },
  { ask: { kind: 'choice', message: 'Question', choices: [{ value: 'a', name: 'A' }] } },
  { ask: { kind: 'search', message: 'Question' } },
  { ask: { kind: 'confirm', message: 'Question', initial: true } },
] as const;

/** The program's shell line prints its process id first, and the state of the terminal after it. */
const line = 'stty -a; sh -c \'echo pid $$; exec "$@"\' sh $0; stty -a';
const programId = (screen: Screen) => Number(/pid (\d+)/.exec(screen.history())?.[1]);
const settings = (screen: Screen) => {
  const [before, after] = screen.history().split(/^pid \d+$/m);
  return {
    before: before?.slice(before.indexOf('speed')).trim(),
    after: after?.slice(after.indexOf('speed')).trim(),
  };
};

const ways = [
  ['interrupt', (screen: Screen) => screen.press('ctrl-c')],
  ['end', (screen: Screen) => screen.press('ctrl-d')],
  ['terminate', (screen: Screen) => process.kill(programId(screen), 'SIGTERM')],
  ['hangup', (screen: Screen) => process.kill(programId(screen), 'SIGHUP')],
] as const;

describe.concurrent.each(prompts)('at $ask.kind', (prompt) => {
  test.each(ways)('%s ends the program, and the terminal is as it was', async (reason, leave) => {
    await using screen = program.runUnder(line, { steps: [prompt, prompt] });
    await screen.waitFor('? Question');
    leave(screen);
    await screen.waitFor(`left: ${reason}`);
    expect(await screen.exit()).toEqual({ code: 0, signal: undefined });
    const { before, after } = settings(screen);
    expect(before).toMatch(/^speed[\s\S]* icanon [\s\S]* echo /);
    expect(after).toBe(before);
    expect(screen.cursor().visible).toBe(true);
  });

  test('a closed window ends the program', async ({ expect }) => {
    const outcome = join(program.folder, `hangup-${prompt.ask.kind}`);
    await using screen = program.run({ steps: [prompt], outcome });
    await screen.waitFor('? Question');
    screen.hangUp();
    await expect.poll(() => read(outcome)).toMatch(/^left: (hangup|end)\n$/);
  });
});

test('Ctrl-D on a line that is not empty does nothing', async () => {
  await using screen = program.run({ steps: prompts.slice(0, 2) });
  await screen.waitFor('? Question');
  screen.type('ab');
  screen.press('ctrl-d', 'left', 'ctrl-d');
  screen.type('c\n');
  await screen.waitFor('got "acb"');
  await screen.waitFor(/\? Question$/);
  screen.type('x');
  screen.press('ctrl-d', 'backspace', 'ctrl-d');
  await screen.waitFor('left: end');
});

test('Ctrl-C between prompts ends the program, too; the answers typed before it are not used', async () => {
  await using screen = program.run({ steps: [{ busyMs: 60_000, label: 'Working' }, prompts[0]] });
  await screen.waitFor('Working');
  screen.type('typed ahead\n');
  screen.press('ctrl-c');
  await screen.waitFor('left: interrupt');
  expect(screen.text()).not.toContain('Question');
});

test('Ctrl-Z stops the program in its shell; fg shows the prompt again with the typed text', async () => {
  await using screen = program.runUnder(
    'PS1="shell> " bash --norc --noprofile -i -c \'set -m; "$@" & fg; echo stopped; stty -a | grep -o " icanon"; fg\' sh $0',
    { steps: [prompts[0], prompts[1]] },
  );
  await screen.waitFor('? Question');
  screen.type('typed');
  await screen.waitFor('? Question typed');
  screen.press('ctrl-z');
  await screen.waitFor(/stopped\n icanon[\s\S]*\? Question typed$/);
  screen.type(' more\n');
  await screen.waitFor('got "typed more"');
});

test('Ctrl-Z removes a list from the screen before the shell writes', async () => {
  const choices = ['first', 'second', 'third'].map((name) => ({ value: name, name }));
  await using screen = program.runUnder(
    'PS1="shell> " bash --norc --noprofile -i -c \'set -m; "$@" & fg; echo stopped; read; fg\' sh $0',
    { steps: [{ ask: { kind: 'choice', message: 'Which', choices } }] },
  );
  await screen.waitFor(/third[\s\S]*select/);
  screen.press('ctrl-z');
  await screen.waitFor(/stopped$/);
  expect(screen.text()).not.toMatch(/Which|first|second|third/);
  screen.type('\n');
  await screen.waitFor(/Which[\s\S]*third/);
  screen.type('\n');
  await screen.waitFor('got "first"');
});

// More than a pipe holds: the write sees the reader's end, however late that comes.
const tooMuch = 'two '.repeat(25_000);

test.each([
  ['| head -1', { steps: [{ print: 'one' }, { print: tooMuch }, prompts[0]] }],
  ['>/dev/full', { steps: [{ print: 'one' }, prompts[0]] }],
] as const)('output lost by %s: the program ends by itself, without a stack trace', async (pipe, script) => {
  const outcome = join(program.folder, `lost-${script.steps.length}`);
  await using screen = program.runUnder(`$0 ${pipe}`, { ...script, outcome });
  await screen.exit();
  await expect.poll(() => read(outcome)).toBe('left: hangup\n');
  expect(screen.text()).not.toMatch(/Error|at /);
});

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
