import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import type { Prompt } from '#lib/terminal/terminal.ts';
import { words } from './fixture/words.ts';

const items = Array.from({ length: 100 }, (_, index) => ({ value: `v${index}`, name: `name ${index}` }));
const prompts: readonly Prompt[] = [
  { kind: 'choice', message: 'Menu', choices: items },
  { kind: 'text', message: 'Name' },
  { kind: 'text', message: 'Message', charsMax: 65_536 },
  { kind: 'secret', message: 'Password' },
  { kind: 'search', message: 'Product', find: (term) => items.filter(({ name }) => name.includes(term)) },
  { kind: 'confirm', message: 'Sure?', initial: true },
];
const bytes = 100_000;
const pastes = ['x', '一', 'a\x7f', 'a\x1b[D', '\x1b[5~'];
const chunkBytes = 4_096;
/** The processor's time, which does not depend on the load of the machine. Before the keys of a burst were joined: up to 17 s. */
const cpuMsMax = 4_000;

test.each(prompts)(
  '100 kB pasted at $kind ($message) cost little, and Ctrl-C behind them is obeyed',
  async (prompt) => {
    const before = process.cpuUsage();
    for (const paste of pastes) {
      const input = new PassThrough();
      const output = new PassThrough().resume();
      const terminal = openPromptTerminal({ input, output, colours: true, words });
      const answer = terminal.ask(prompt);
      answer.catch(() => {});
      const pasted = Buffer.from(paste.repeat(bytes / Buffer.byteLength(paste)));
      for (let at = 0; at < pasted.length; at += chunkBytes) {
        input.write(pasted.subarray(at, at + chunkBytes));
        await new Promise(setImmediate);
      }
      input.write('\x03');
      await expect(answer).rejects.toMatchObject({ reason: 'interrupt' });
      terminal.close();
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(cpuMsMax);
  },
);
