import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { type OpenedApp as App, openApp } from '#bin/shared/app.ts';
import { prepare } from '#bin/shared/startup.ts';
import { variable } from '#conf/app.ts';
import type { Command } from '#core/command.ts';
import { inMenuOrder, openMenu } from '#core/menu.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { type ExitReason, ExitRequested, type Terminal } from '#lib/terminal/terminal.ts';
import { root } from '#test/kit/root.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { TestClock } from './clock.ts';
import type { Home } from './home.ts';

const rootUrl = pathToFileURL(join(root, '/'));

export interface ConversationOptions {
  readonly clock?: TestClock;
  readonly env?: Readonly<Record<string, string>>;
  /** Commands of the test, besides those of the app. */
  readonly commands?: readonly Command[];
}

export interface TestApp extends AsyncDisposable {
  readonly app: App;
  readonly clock: TestClock;
  readonly language: 'zh' | 'en';
}

/** The real app on a home of its own, wired as bin does it; `await using` closes it. */
export async function openTestApp(
  home: Home,
  { clock = new TestClock(), env = {}, commands = [] }: ConversationOptions = {},
): Promise<TestApp> {
  const { settings, paths } = prepare(rootUrl, [], { ...env, [variable('HOME')]: home.path });
  const opened = openApp({ settings, paths, clock, warn: () => {} });
  // The menu and the server log a line first, too. A test may read the log at once, so it must be open.
  opened.announce();
  await opened.pendingLog();
  const app = { ...opened, commands: inMenuOrder([...opened.commands, ...commands]) };
  return { app, clock, language: settings.language, [Symbol.asyncDispose]: () => app.close() };
}

/**
 * The real menu of the real app, with lines for answers and a clock that the test moves:
 *
 *   await using talk = await openConversation(home);
 *   talk.type('egon', '123', '2');
 *   expect(await talk.see(/Balance of .*\n/)).toContain('10,000,000.00');
 *   expect(await talk.end()).toBe('end');
 */
export async function openConversation(home: Home, options: ConversationOptions = {}): Promise<Conversation> {
  const { app, clock, language } = await openTestApp(home, options);
  await app.users.refresh();
  const input = new PassThrough();
  const output = new Shown();
  const terminal = openLineTerminal({ input, output, words: terminalWords(language) });
  const untilLeft = async (): Promise<ExitReason> => {
    try {
      return await openMenu({ ...app, terminal, language });
    } catch (error) {
      if (error instanceof ExitRequested) return error.reason;
      throw error;
    }
  };
  return new Conversation({ app, clock, terminal, input, output, ended: untilLeft() });
}

class Shown extends Writable {
  text = '';
  onText: () => void = () => {};

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    this.onText();
    done();
  }
}

interface Options {
  readonly app: App;
  readonly clock: TestClock;
  readonly terminal: Terminal;
  readonly input: PassThrough;
  readonly output: Shown;
  readonly ended: Promise<ExitReason>;
}

export class Conversation implements AsyncDisposable {
  readonly app: App;
  readonly clock: TestClock;
  readonly #options: Options;
  #seen = 0;

  constructor(options: Options) {
    this.app = options.app;
    this.clock = options.clock;
    this.#options = options;
    options.ended.catch(() => {});
  }

  /** Gives lines to the next prompts. */
  type(...lines: readonly string[]): void {
    for (const line of lines) this.#options.input.write(`${line}\n`);
  }

  /** Waits for a text after those that were seen before. @returns the output up to its end. */
  async see(wanted: string | RegExp): Promise<string> {
    const { output, ended } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      const message = `waited for ${wanted}`;
      timer = setTimeout(() => reject(new Error(`${message} after:\n${this.#unseen}`)), patienceMs);
    });
    const failed = ended.then(() => new Promise<never>(() => {}));
    try {
      for (;;) {
        const found = this.#take(wanted);
        if (found !== undefined) return found;
        const more = new Promise<void>((resolve) => {
          output.onText = resolve;
        });
        await Promise.race([more, tooLate, failed]);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Types, then ends the input. @returns the reason of the end. */
  async end(...lines: readonly string[]): Promise<ExitReason> {
    this.type(...lines);
    this.#options.input.end();
    return this.#options.ended;
  }

  /** The whole output. */
  get shown(): string {
    return this.#options.output.text;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#options.terminal.close();
    await this.#options.ended.catch(() => {});
    await this.app.close();
  }

  get #unseen(): string {
    return this.shown.slice(this.#seen);
  }

  #take(wanted: string | RegExp): string | undefined {
    const unseen = this.#unseen;
    const found = typeof wanted === 'string' ? wanted : wanted.exec(unseen)?.[0];
    const at = found === undefined ? -1 : unseen.indexOf(found);
    if (found === undefined || at < 0) return undefined;
    const end = at + found.length;
    this.#seen += end;
    return unseen.slice(0, end);
  }
}
