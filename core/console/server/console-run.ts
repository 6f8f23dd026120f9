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
import { welcome } from '#core/welcome.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { ExitRequested, type Terminal } from '#lib/terminal/terminal.ts';
import { jsonLine } from '#lib/text/clean.ts';
import type { Language } from '#lib/text/text.ts';
import type { GivenSecrets } from '../wire.ts';
import { derivedIds } from './derived-ids.ts';
import type { RemoteScreen } from './remote-screen.ts';

export interface ConsoleRunOptions {
  readonly app: App;
  readonly screen: RemoteScreen;
  /** Chosen by the client. The idempotency ids of the command are derived from it. */
  readonly id: string;
  /** The command line. Without a command it opens the menu. */
  readonly args: readonly string[];
  readonly language: Language;
  readonly secrets: GivenSecrets;
  /** The name of the screen in log lines: `c7` in `core.c7.whoami`. */
  readonly logName: string;
  /** Sign-ins from one address share their turns. */
  readonly address: string;
}

/** The client sets the language. All other settings are those of the server. */
const clientSettings: readonly Flag[] = [languageFlag];

/** Runs one command line of a remote user: the menu or one command. */
export class ConsoleRun {
  readonly #options: ConsoleRunOptions;
  readonly #preview: Arguments;
  readonly #logger: Logger;
  #session: Session | undefined;

  constructor(options: ConsoleRunOptions) {
    this.#options = options;
    this.#preview = parseArguments(options.args, [...commonFlags, ...clientSettings]);
    this.#logger = options.app.logger.child(options.logName);
  }

  /** Closes the screen. @returns the exit code. @throws any error that is a bug. */
  async run(): Promise<number> {
    const { screen } = this.#options;
    try {
      await this.#dispatch();
    } catch (error) {
      screen.close();
      return this.#endWith(error);
    }
    screen.close();
    return 0;
  }

  async #dispatch(): Promise<void> {
    const { app, screen, language } = this.#options;
    const { commands, version } = app;
    const invocation = invocationOf({
      preview: this.#preview,
      commands,
      settingFlags: clientSettings,
      where: 'remote',
      language,
      program: screen.program,
      version: () => version,
    });
    if (invocation.kind === 'text') return screen.write('stdout', invocation.text);
    const name = invocation.kind === 'menu' ? 'menu' : invocation.command.name;
    this.#logger.info(`控制台 (console) ${name} ${screen.input} ${language}`);
    return invocation.kind === 'menu' ? this.#openMenu() : this.#runCommand(invocation.command);
  }

  #openMenu(): Promise<never> {
    const { app, screen, language } = this.#options;
    const terminal = this.#openTerminal(true);
    // A script gets no welcome text.
    if (screen.input === 'keys') {
      const { program } = screen;
      const canRegister = app.commands.some(({ name, reach }) => name === 'register' && reach === 'anywhere');
      terminal.print(welcome(language, terminal.colours, { program, canRegister }));
    }
    return openMenu({
      ...app,
      terminal,
      language,
      converse: (terminal, signIn) => this.#converse(terminal, signIn),
    });
  }

  #runCommand(command: Command): Promise<void> {
    const { app, screen, id, args, language, secrets } = this.#options;
    const hasKeys = screen.input === 'keys';
    const newId = derivedIds(id);
    return runOneShot({
      command,
      args,
      settingFlags: clientSettings,
      secrets: async (question) => secrets.get(question),
      secretsFromInput: this.#preview.flags.has('password-stdin') && !hasKeys,
      language,
      users: app.users,
      // The lines of a script answer the prompts of a command that converses. They do not replace missing flags.
      openTerminal: async (mustAsk) => this.#openTerminal(mustAsk && (hasKeys || command.converses)),
      converse: (terminal, signIn) => this.#converse(terminal, signIn, { newId }),
      print: (line) => screen.write('stdout', line),
    });
  }

  #openTerminal(mustAsk: boolean): Terminal {
    const isSignedIn = () => this.#session?.isLive() === true;
    return this.#options.screen.openTerminal({ mustAsk, isSignedIn });
  }

  #converse(terminal: Terminal, signIn: SignIn, particulars: ConversationParticulars = {}): Context {
    const { app, language, logName, address } = this.#options;
    const context = app.converse(terminal, signIn, language, {
      ...particulars,
      logName,
      address,
      where: 'remote',
    });
    this.#session = context.session;
    return context;
  }

  /** Shows an error to the user. @returns the exit code. @throws the error itself if it is a bug. */
  #endWith(error: unknown): number {
    const { screen, language } = this.#options;
    const hasLeft = error instanceof ExitRequested;
    if (hasLeft && screen.refusal === undefined) {
      this.#logger.info(`离开 (left) ${error.reason}`);
      return exitCodeOf(error.reason);
    }
    const cause = hasLeft ? screen.refusal : error;
    const refusal = shownError(cause, { where: 'remote', logger: this.#logger });
    if (refusal === undefined) throw error;
    if (this.#preview.flags.has('json')) screen.write('stdout', jsonLine(refusal.json(language)));
    else screen.write('stderr', refusal.text[language]);
    return refusal.exitCode;
  }
}
