import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import { undoing } from '#test/kit/lifetime.ts';
import { words } from './fixture/words.ts';

test('the draft of one prompt is dropped by the next', async () => {
  const input = new PassThrough();
  const terminal = openPromptTerminal({ input, output: new PassThrough(), colours: false, words });
  using _ = undoing(() => terminal.close());
  const name = { kind: 'text', message: 'Name' } as const;
  const session = new AbortController();
  const closed = terminal.ask(name, session.signal);
  for (const key of ['half', ' a ', 'word']) {
    input.write(key);
    await new Promise(setImmediate);
  }
  session.abort(new Error('session over'));
  await expect(closed).rejects.toThrow('session over');
  expect(terminal.draft).toBe('half a word');
  input.write('x\r');
  await terminal.ask(name);
  expect(terminal.draft).toBe('');
});
