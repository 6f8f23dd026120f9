import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import { ExitRequested, type Prompt } from '#lib/terminal/terminal.ts';
import { words } from './fixture/words.ts';

const choices = Array.from({ length: 12 }, (_, index) => ({ value: `v${index}`, name: `name ${index}` }));
const prompts: readonly Prompt[] = [
  { kind: 'choice', message: 'Menu', choices },
  { kind: 'text', message: 'Name' },
  { kind: 'secret', message: 'Password' },
  { kind: 'search', message: 'Product', find: () => choices },
  { kind: 'confirm', message: 'Sure?', initial: true },
];
const count = 200;

const listeners = () =>
  Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
const timers = () => process.getActiveResourcesInfo().filter((name) => /Timeout|Immediate/.test(name)).length;

test('two hundred terminals share the listeners of one, and leave none and no timer', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on('warning', warned);
  const before = { listeners: listeners(), timers: timers() };
  const open = Array.from({ length: count }, (_, index) => {
    const input = new PassThrough();
    const output = new PassThrough().resume();
    const terminal = openPromptTerminal({ input, output, colours: true, words });
    const controller = new AbortController();
    const prompt = prompts[index % prompts.length] as Prompt;
    return { input, output, terminal, controller, prompt, answer: terminal.ask(prompt, controller.signal) };
  });
  const whileOpen = Object.values(listeners()).reduce((sum, number) => sum + number, 0);
  expect(whileOpen).toBeLessThan(100);
  // The number of a list may go on, and an Esc become a sequence: timers wait for both.
  for (const { input } of open) input.write('1');
  const lists = count / prompts.length;
  await expect.poll(timers).toBeGreaterThan(before.timers + lists);
  for (const { input } of open) input.write('\x1b');
  await new Promise(setImmediate);

  const busy = open.map(({ terminal }) => terminal.busy('Working', () => new Promise<never>(() => {})));
  const left = Promise.allSettled([...open.map(({ answer }) => answer), ...busy]);
  for (const { prompt, controller, terminal } of open) {
    // A timer waits for the rest of a secret that was cut off.
    if (prompt.kind === 'secret') controller.abort(new ExitRequested('terminate'));
    terminal.close();
  }
  for (const settled of await left) {
    // On a slow machine the Esc has become a key.
    expect(settled).toMatchObject({ reason: { name: expect.stringMatching(/^(ExitRequested|Back)$/) } });
  }
  expect(listeners()).toEqual(before.listeners);
  // Timers that end in this turn do not count; a leaked timer lasts longer.
  await expect.poll(timers, { timeout: 400, interval: 10 }).toBeLessThanOrEqual(before.timers);
  for (const { input, output } of open) {
    expect([input.listenerCount('data'), output.listenerCount('resize')]).toEqual([0, 0]);
  }
  process.off('warning', warned);
  expect(warnings).toEqual([]);
});

test.each([
  [
    'prompt',
    (input: PassThrough, output: PassThrough) => openPromptTerminal({ input, output, colours: true, words }),
  ],
  ['line', (input: PassThrough, output: PassThrough) => openLineTerminal({ input, output, words })],
] as const)(
  '%s terminals one after the other on the same streams leave no more listeners than one, and a late reset is harmless',
  async (_kind, open) => {
    const input = new PassThrough();
    const output = new PassThrough();
    const counts = () =>
      [input, output].map((stream) => stream.eventNames().map((name) => [name, stream.listenerCount(name)]));
    const openAndClose = async () => {
      const terminal = open(input, output);
      const answer = terminal.ask({ kind: 'text', message: 'Name' });
      terminal.close();
      await expect(answer).rejects.toBeInstanceOf(ExitRequested);
    };
    await openAndClose();
    const after = counts();
    for (let turn = 0; turn < 20; turn++) await openAndClose();
    expect(counts()).toEqual(after);
    input.emit('error', new Error('ECONNRESET'));
    output.emit('error', new Error('EPIPE'));
  },
);
