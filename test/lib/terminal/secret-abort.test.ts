import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { Keyboard } from '#lib/terminal/keyboard.ts';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import { Back } from '#lib/terminal/terminal.ts';
import { forEachTest } from '#test/kit/lifetime.ts';
import { readText } from '#test/kit/read-text.ts';
import { words } from './fixture/words.ts';

const lifetime = forEachTest();
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A terminal whose secret prompt was aborted while the user was typing, and the name prompt after it. */
async function interrupted() {
  const input = new PassThrough();
  const output = new PassThrough({ encoding: 'utf8' });
  const terminal = openPromptTerminal({ input, output, colours: false, words });
  lifetime.defer(() => terminal.close());
  const type = async (...keys: readonly string[]) => {
    for (const key of keys) {
      input.write(key);
      await turn();
    }
  };
  const session = new AbortController();
  const secret = terminal.ask({ kind: 'secret', message: 'New password' }, session.signal);
  await turn();
  await type('s', 'e');
  session.abort(new Error('ended'));
  await expect(secret).rejects.toThrow('ended');
  const name = terminal.ask({ kind: 'text', message: 'Name' });
  name.catch(() => {});
  await turn();
  return { type, name, shown: (): string => readText(output) };
}

test('the rest of a secret, up to its Enter, is not shown by the prompt that follows', async () => {
  const { type, name, shown } = await interrupted();
  await type('c', 'r', '\x7f', 'et\r', 'egon', '\r');
  expect(await name).toBe('egon');
  expect(shown()).not.toMatch(/c|et/);
});

test.each([
  ['Esc', '\x1b\x1b', Back],
  ['Ctrl-C', '\x03', 'interrupt'],
  ['Ctrl-D', '\x04', 'end'],
] as const)('%s works in the midst of it', async (_, key, wanted) => {
  const { type, name } = await interrupted();
  await type('c', key);
  await expect(name).rejects.toMatchObject(
    typeof wanted === 'string' ? { reason: wanted } : expect.any(wanted),
  );
});

test('a prompt that is no secret drops nothing', async () => {
  const input = new PassThrough();
  const terminal = openPromptTerminal({ input, output: new PassThrough(), colours: false, words });
  lifetime.defer(() => terminal.close());
  const session = new AbortController();
  const amount = terminal.ask({ kind: 'text', message: 'Amount' }, session.signal);
  await turn();
  session.abort(new Error('ended'));
  await expect(amount).rejects.toThrow('ended');
  const name = terminal.ask({ kind: 'text', message: 'Name' });
  input.write('egon\r');
  expect(await name).toBe('egon');
});

test('a mute drops the keys typed ahead, and ends after a silence', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  lifetime.defer(() => vi.useRealTimers());
  const input = new PassThrough();
  const nothing = () => {};
  const keyboard = new Keyboard({ input, onKeys: nothing, onExitRequest: nothing, onSuspend: nothing });
  lifetime.defer(() => keyboard.close());
  const type = async (text: string) => {
    input.write(text);
    await turn();
  };
  await type('se');
  keyboard.mute();
  for (const letter of 'cret') {
    vi.advanceTimersByTime(999);
    await type(letter);
  }
  expect(keyboard.take()).toBeUndefined();
  vi.advanceTimersByTime(1_000);
  await type('egon');
  expect(keyboard.take()).toEqual({ name: 'text', text: 'egon' });
});
