import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import { ExitRequested, type Prompt } from '#lib/terminal/terminal.ts';
import { words } from './fixture/words.ts';

const choices = ['one', 'two', 'three'].map((name) => ({ value: name, name }));
const prompts: readonly Prompt[] = [
  { kind: 'text', message: 'Name' },
  { kind: 'secret', message: 'Password' },
  { kind: 'choice', message: 'Menu', choices },
  { kind: 'search', message: 'Product', find: () => choices },
  { kind: 'confirm', message: 'Sure?', initial: true },
];

/** A socket whose other side hangs up during its nth write, with or without an error. */
class Fragile extends Writable {
  writes = 0;

  constructor(writesMax: number, error: Error | undefined) {
    super({
      write: (_chunk, _encoding, done) => {
        if (++this.writes === writesMax) this.destroy(error);
        done();
      },
    });
  }
}

const ways = [1, 2, 3, 4].flatMap((writes) => [
  [writes, undefined] as const,
  [writes, new Error('ECONNRESET')] as const,
]);

test.each(ways)(
  'an output destroyed during write %i (%s) ends the terminal once, without an error',
  async (writesMax, error) => {
    for (const prompt of prompts) {
      const input = new PassThrough();
      const output = new Fragile(writesMax, error);
      const closed = once(output, 'close').catch(() => {});
      const terminal = openPromptTerminal({ input, output, colours: true, words });
      const answer = terminal.ask(prompt);
      const reason = answer.catch((error: unknown) => error);
      for (const key of ['n', 'o', '\x7f']) {
        await new Promise(setImmediate);
        input.write(key);
        terminal.announce('news');
      }
      await closed;
      expect(await reason).toEqual(new ExitRequested('hangup'));
      terminal.requestExit('interrupt');
      await expect(terminal.ask(prompt)).rejects.toEqual(new ExitRequested('hangup'));
      await expect(terminal.busy('Working', async () => {})).rejects.toEqual(new ExitRequested('hangup'));
      terminal.announce('unread');
      terminal.warn('hears');
      terminal.print('this');
      terminal.resized();
      terminal.close();
      terminal.close();
      input.destroy(new Error('ECONNRESET'));
      await new Promise(setImmediate);
      expect(output.writes).toBe(writesMax);
    }
  },
);

test('an output that hangs up while work runs ends the wait for it', async () => {
  const input = new PassThrough();
  const output = new Fragile(1, undefined);
  const terminal = openPromptTerminal({ input, output, colours: true, words });
  // The spinner is the first to write.
  const work = terminal.busy('Working', () => new Promise<never>(() => {}));
  await expect(work).rejects.toEqual(new ExitRequested('hangup'));
  terminal.close();
});
