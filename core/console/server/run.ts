import { Readable, type Writable } from 'node:stream';
import type { App } from '#core/app.ts';
import { type Arguments, commonFlags, type Flag, languageFlag, parseArguments } from '#core/cli/arguments.ts';
import { invocationOf } from '#core/cli/invocation.ts';
import { runOneShot } from '#core/cli/run-one-shot.ts';
import type { Command } from '#core/command.ts';
import type { Context, SignIn } from '#core/context.ts';
import type { ConversationParticulars } from '#core/conversation.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { openMenu } from '#core/menu.ts';
import type { Session } from '#core/session.ts';
import { shownError } from '#core/shown-error.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { welcome } from '#core/welcome.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { ExitRequested, type Terminal } from '#lib/terminal/terminal.ts';
import { derivedIds } from './derived-ids.ts';
import { KeptOutput, type Output } from './output.ts';
import type { RemoteConsole } from './remote-console.ts';
import type { ConsoleRequest, GivenSecrets } from './request.ts';

export interface ConsoleRunOptions {
  readonly app: App;
  readonly request: ConsoleRequest;
  readonly secrets: GivenSecrets;
  /** The connection's, for the log. */
  readonly name: string;
  /** Called when somebody has to be asked. */
  readonly openConsole: (isSignedIn: () => boolean) => RemoteConsole;
}

const program = 'node bin/connect.js HOST:PORT';

/** The server's settings are the server's; the language is the client's. */
const clientSettings: readonly Flag[] = [languageFlag];

/** One command line of a client, from its words to its exit code: the menu, or one command. */
export class ConsoleRun {
  readonly #options: ConsoleRunOptions;
  readonly #preview: Arguments;
  readonly #kept = new KeptOutput();
  #console: RemoteConsole | undefined;
  #session: Session | undefined;

  constructor(options: ConsoleRunOptions) {
    this.#options = options;
    this.#preview = parseArguments(options.request.args, [...commonFlags, ...clientSettings]);
  }

  /** All output, as long as nobody had to be asked. */
  get kept(): KeptOutput {
    return this.#kept;
  }

  /** Open once somebody had to be asked: output goes there. */
  get console(): RemoteConsole | undefined {
    return this.#console;
  }

  /** @returns the exit code. What throws is a bug. */
  async run(): Promise<number> {
    const { app, name } = this.#options;
    const logger = app.logger.child(name);
    try {
      await this.#dispatch(logger);
      return 0;
    } catch (error) {
      this.#console?.close();
      if (error instanceof ExitRequested) {
        const refusal = this.#console?.refusal;
        if (refusal !== undefined) return this.#refuse(refusal);
        logger.info(`离开 (left) ${error.reason}`);
        return exitCodeOf(error.reason);
      }
      return this.#refuse(error);
    } finally {
      this.#console?.close();
    }
  }

  get #output(): Output {
    return this.#console?.output ?? this.#kept;
  }

  async #dispatch(logger: Logger): Promise<void> {
    const { app, request } = this.#options;
    const { commands, version } = app;
    const { language, terminal } = request;
    const invocation = invocationOf({
      preview: this.#preview,
      commands,
      settingFlags: clientSettings,
      where: 'remote',
      language,
      program,
      version: () => version,
    });
    if (invocation.kind === 'text') return this.#print(invocation.text);
    const what = invocation.kind === 'menu' ? 'menu' : invocation.command.name;
    logger.info(`控制台 (console) ${what} ${terminal.kind} ${language}`);
    if (invocation.kind === 'menu') return this.#openMenu();
    return this.#runCommand(invocation.command);
  }

  async #openMenu(): Promise<never> {
    const { app, request, name } = this.#options;
    const { language, terminal: there } = request;
    const terminal = this.#ask();
    // A script gets no greeting.
    if (there.kind === 'keys') terminal.print(welcome(language, there.colours, program));
    return openMenu({
      ...app,
      terminal,
      language,
      converse: (terminal, signIn) => this.#converse(terminal, signIn, { logName: name }),
    });
  }

  async #runCommand(command: Command): Promise<void> {
    const { app, request, secrets, name } = this.#options;
    const { id, args, language, terminal: there } = request;
    const particulars = { logName: name, newId: derivedIds(id) };
    return runOneShot({
      command,
      args,
      settingFlags: clientSettings,
      secrets: async (question) => secrets.get(question),
      secretsFromInput: this.#preview.flags.has('password-stdin') && there.kind !== 'keys',
      language,
      users: app.users,
      openTerminal: async (mustAsk) => {
        const asks = there.kind === 'keys' ? mustAsk : there.kind === 'lines' && command.converses;
        return asks ? this.#ask() : this.#screen();
      },
      converse: (terminal, signIn) => this.#converse(terminal, signIn, particulars),
      print: (line) => this.#print(line),
    });
  }

  #converse(terminal: Terminal, signIn: SignIn, particulars: ConversationParticulars): Context {
    const { app, request } = this.#options;
    const context = app.converse(terminal, signIn, request.language, {
      ...particulars,
      where: 'remote',
    });
    this.#session = context.session;
    return context;
  }

  #ask(): Terminal {
    if (this.#options.request.terminal.kind === 'none') return this.#screen();
    this.#console = this.#options.openConsole(() => this.#session?.isLive() === true);
    return this.#console.terminal;
  }

  /** A screen without anybody to ask. */
  #screen(): Terminal {
    const { size, colours, screen } = this.#options.request.terminal;
    // What is known of the terminal is not true of a file beside it.
    const isTerminal = screen === 'stdout';
    const { stdout, stderr: errors } = this.#kept;
    const output: Writable & { columns?: number } = stdout;
    if (isTerminal && size !== undefined) output.columns = size.columns;
    const words = terminalWords(this.#options.request.language);
    return openLineTerminal({
      input: Readable.from([]),
      output,
      errors,
      words,
      colours: isTerminal && colours,
    });
  }

  #print(line: string): void {
    this.#output.stdout.write(`${line}\n`);
  }

  /** Shows what a user has caused. @throws the error itself if it is a bug. */
  #refuse(error: unknown): number {
    const { app, name, request } = this.#options;
    const refusal = shownError(error, { where: 'remote', logger: app.logger.child(name) });
    if (refusal === undefined) throw error;
    const { language } = request;
    if (this.#preview.flags.has('json')) this.#print(JSON.stringify(refusal.json(language)));
    else this.#output.stderr.write(`${refusal.text[language]}\n`);
    return refusal.exitCode;
  }
}
