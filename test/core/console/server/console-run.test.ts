import { readFileSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { variable } from '#conf/app.ts';
import type { App } from '#core/app.ts';
import { ConsoleRun } from '#core/console/server/console-run.ts';
import { consoleErrors } from '#core/console/server/errors.ts';
import type { RemoteScreen, RemoteTerminalOptions } from '#core/console/server/remote-screen.ts';
import type { InputKind } from '#core/console/wire.ts';
import type { AppError } from '#core/errors.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';

/** A screen in memory: a run needs no connection and no frames. */
class MemoryScreen implements RemoteScreen {
  readonly input: InputKind;
  readonly program = 'app --far-away';
  refusal: AppError | undefined;
  /** Output of both streams, in order; a line of standard error begins with `!`. */
  shown = '';
  opened: RemoteTerminalOptions | undefined;
  terminals = 0;
  closed = 0;
  readonly #lines = new PassThrough();
  #terminal: Terminal | undefined;
  #onShown: () => void = () => {};

  constructor(input: InputKind) {
    this.input = input;
  }

  type(...lines: readonly string[]): void {
    for (const line of lines) this.#lines.write(`${line}\n`);
  }

  end(): void {
    this.#lines.end();
  }

  write(stream: 'stdout' | 'stderr', line: string): void {
    this.#show(`${stream === 'stderr' ? '!' : ''}${line}\n`);
  }

  openTerminal(options: RemoteTerminalOptions): Terminal {
    this.opened = options;
    this.terminals++;
    if (!options.mustAsk) this.end();
    const output = new Writable({
      write: (bytes: Buffer, _encoding, done) => {
        this.#show(bytes.toString());
        done();
      },
    });
    const input = this.#lines;
    const terminal = openLineTerminal({ input, output, words: terminalWords('en') });
    // Lines stand for the keys of a user.
    this.#terminal = Object.assign(terminal, { interactive: this.input === 'keys' });
    return this.#terminal;
  }

  stop(): void {
    this.refusal = consoleErrors.server_stopping();
    this.#terminal?.requestExit('terminate');
  }

  close(): void {
    this.closed++;
    this.#terminal?.close();
  }

  async see(text: string): Promise<void> {
    while (!this.shown.includes(text))
      await new Promise<void>((resolve) => {
        this.#onShown = resolve;
      });
  }

  #show(text: string): void {
    this.shown += text;
    this.#onShown();
  }
}

interface Opened extends AsyncDisposable {
  readonly home: Home;
  readonly screen: MemoryScreen;
  readonly exit: Promise<number>;
}

interface OpenOptions {
  readonly password?: string;
  readonly converse?: App['converse'];
  readonly env?: Readonly<Record<string, string>>;
}

/** One command line at a screen in memory, in the real app. */
async function open(
  line: string,
  input: InputKind = 'none',
  { password = '123', converse, env = {} }: OpenOptions = {},
): Promise<Opened> {
  const home = new Home();
  const { app } = await openTestApp(home, { env });
  const screen = new MemoryScreen(input);
  const run = new ConsoleRun({
    app: { ...app, ...(converse && { converse }) },
    screen,
    id: 'x',
    args: line === '' ? [] : line.split(' '),
    language: 'en',
    secrets: new Map([['password', password]]),
    logName: 's1',
    address: '10.0.0.1',
  });
  const exit = run.run();
  exit.catch(() => {});
  return {
    home,
    screen,
    exit,
    async [Symbol.asyncDispose]() {
      screen.stop();
      await exit.catch(() => {});
      await app.close();
      home[Symbol.dispose]();
    },
  };
}

describe('the menu', () => {
  test('asks, runs and ends at the screen', async () => {
    await using run = await open('', 'lines');
    const { screen, exit, home } = run;
    screen.type('egon', '123', 'whoami', 'quit');
    expect(await exit).toBe(0);
    expect(screen.shown).toMatch(
      /^Name\nPassword\n[\s\S]*\negon, session: .* left, English, over the network\n/,
    );
    expect([screen.opened?.mustAsk, screen.closed]).toEqual([true, 1]);
    await vi.waitFor(() => expect(home.log()).toMatch(/core\.s1.*控制台 \(console\) menu lines en/));
  });

  test.each([
    ['1', 'New here: app --far-away register · '],
    ['0', ''],
  ])('greets a user at a terminal: with %s remote registrations an hour: %s', async (perHour, hint) => {
    await using run = await open('', 'keys', { env: { [variable('USERS_REMOTE_REGISTRATIONS')]: perHour } });
    run.screen.end();
    expect(await run.exit).toBe(0);
    expect(run.screen.shown).toContain(`Console Shop\n${hint}Ctrl-C leaves`);
  });

  test('knows whether a user has signed in', async () => {
    await using run = await open('', 'lines');
    const { screen } = run;
    await screen.see('Name');
    expect(screen.opened?.isSignedIn()).toBe(false);
    screen.type('egon', '123');
    await screen.see('Choose');
    expect(screen.opened?.isSignedIn()).toBe(true);
    screen.type('sign-out');
    await screen.see('Signed out');
    expect(screen.opened?.isSignedIn()).toBe(false);
  });

  test('ends with the reason of a screen that ends it', async () => {
    await using run = await open('', 'lines');
    await run.screen.see('Name');
    run.screen.stop();
    expect(await run.exit).toBe(5);
    expect(run.screen.shown).toBe(
      'Name\n!The server is stopping, and this console ends. Connect again later.\n',
    );
  });

  test('ends with the input, and opened one terminal', async () => {
    await using run = await open('', 'lines');
    await run.screen.see('Name');
    run.screen.end();
    expect(await run.exit).toBe(0);
    expect([run.screen.terminals, run.screen.closed]).toEqual([1, 1]);
    await vi.waitFor(() => expect(run.home.log()).toContain('离开 (left) end'));
  });

  test("shows an error of the server's machine without its details, and goes on", async () => {
    await using run = await open('', 'lines');
    const { screen, home } = run;
    screen.type('egon', '123');
    await screen.see('Choose');
    home.write('config.ini', `${readFileSync(home.conf('config.ini'), 'utf8')}\n[hugo]\nno password\n`);
    screen.type('password', '123');
    await screen.see("The server's configuration is wrong");
    screen.type('quit');
    expect(await run.exit).toBe(0);
    expect(screen.shown).not.toMatch(/hugo|config\.ini|console-app-home/);
    await vi.waitFor(() => expect(home.log()).toMatch(/\(kept from a client\).*[\s\S]*hugo/));
  });
});

describe('one command', () => {
  test('prints its result without a prompt', async () => {
    await using run = await open('whoami --user egon');
    expect(await run.exit).toBe(0);
    expect(run.screen.shown).toMatch(/^egon, session: .* left, English, over the network\n$/);
    expect([run.screen.opened?.mustAsk, run.screen.closed]).toEqual([false, 1]);
  });

  test('as JSON', async () => {
    await using run = await open('whoami --user egon --json');
    expect(await run.exit).toBe(0);
    expect(JSON.parse(run.screen.shown)).toMatchObject({ user: 'egon', language: 'en', where: 'remote' });
  });

  test('asks a user at a terminal for missing flags', async () => {
    await using run = await open('whoami', 'keys');
    run.screen.type('egon');
    expect(await run.exit).toBe(0);
    expect(run.screen.shown).toMatch(/^Name\negon, session: /);
    expect(run.screen.opened?.mustAsk).toBe(true);
  });

  test('refuses a script with missing flags', async () => {
    await using run = await open('whoami', 'lines');
    expect(await run.exit).toBe(2);
    expect(run.screen.shown).toBe('!Missing: --user. Give them on the command line.\n');
    expect(run.screen.opened?.mustAsk).toBe(false);
  });

  test('a text to read opens no terminal', async () => {
    await using run = await open('--help');
    expect(await run.exit).toBe(0);
    expect(run.screen.shown).toMatch(/^Usage: app --far-away \[command\]/);
    expect(run.screen.opened).toBeUndefined();
  });
});

describe('a refusal', () => {
  const wrong = 'The name or the password is wrong. Try again.';

  test('goes to standard error, after the screen was closed', async () => {
    await using run = await open('whoami --user egon', 'none', { password: 'guess' });
    expect(await run.exit).toBe(3);
    expect([run.screen.shown, run.screen.closed]).toEqual([`!${wrong}\n`, 1]);
  });

  test('as JSON goes to standard output', async () => {
    await using run = await open('whoami --user egon --json', 'none', { password: 'guess' });
    expect(await run.exit).toBe(3);
    const error = { code: 'wrong_credentials', message: wrong };
    expect(JSON.parse(run.screen.shown)).toEqual({ error });
  });

  test('is the answer to a command of the local machine', async () => {
    await using run = await open('protect');
    expect(await run.exit).toBe(4);
    expect(run.screen.shown).toMatch(
      /^!protect can only be run on the server's own machine\. Run it there: .*\n$/,
    );
  });

  test('is the answer to an unknown command', async () => {
    await using run = await open('whoamy');
    expect(await run.exit).toBe(2);
    expect(run.screen.shown).toContain('whoami');
  });
});

test('a bug is thrown, and the screen is closed', async () => {
  const bug = new TypeError('x is not a function');
  const converse = () => {
    throw bug;
  };
  await using run = await open('whoami --user egon', 'none', { converse });
  await expect(run.exit).rejects.toBe(bug);
  expect([run.screen.shown, run.screen.closed]).toEqual(['', 1]);
});
