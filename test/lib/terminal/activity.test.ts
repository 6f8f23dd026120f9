import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import { words } from './fixture/words.ts';

test('every key counts as activity, also one that is typed ahead', async () => {
  const input = new PassThrough();
  const terminal = openPromptTerminal({ input, output: new PassThrough(), colours: false, words });
  let signs = 0;
  terminal.onActivity(() => signs++);
  const answer = terminal.ask({ kind: 'text', message: 'Name' });
  for (const key of ['a', 'b', '\x1b[D', '\r', 'x']) {
    input.write(key);
    await new Promise(setImmediate);
  }
  expect(await answer).toBe('ab');
  expect(signs).toBe(5);
  terminal.close();
});

test('every line of a script counts as activity', async () => {
  const input = new PassThrough();
  const terminal = openLineTerminal({ input, output: new PassThrough(), words });
  let signs = 0;
  terminal.onActivity(() => signs++);
  input.end('a\nb\n');
  await terminal.ask({ kind: 'text', message: 'Name' });
  expect(signs).toBe(1);
  terminal.close();
});
