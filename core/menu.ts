import { style } from '#lib/terminal/style.ts';
import { Back, type Prompt, type Terminal } from '#lib/terminal/terminal.ts';
import type { Language, Text } from '#lib/text/text.ts';
import { decideAccess, type Where } from './access.ts';
import { auth } from './auth.ts';
import type { Command } from './command.ts';
import { type Context, type SignIn, UserChanged } from './context.ts';
import { durationOf } from './duration.ts';
import { SessionEnded } from './session.ts';
import { refuse, shownError } from './shown-error.ts';
import { signInByPrompt } from './sign-in.ts';
import type { Users } from './users/users.ts';

/** The numbered list of commands. It is shown again after every command. */
export class Menu {
  readonly #title: Text;
  readonly #commands: readonly Command[];

  constructor(title: Text, commands: readonly Command[]) {
    this.#title = title;
    this.#commands = commands;
  }

  /** Returns after the user has signed out. @throws ExitRequested when the user leaves the app. */
  @auth
  async open(context: Context): Promise<void> {
    while (context.session.user !== undefined) {
      context.terminal.print(bannerOf(context, this.#title));
      await this.#step(context);
    }
  }

  async #step(context: Context): Promise<void> {
    const logger = context.logger.child('menu');
    try {
      const command = await this.#choose(context);
      logger.debug(`打开 (open) ${command.name} user=${context.session.user?.name}`);
      await command.open(context);
    } catch (error) {
      if (error instanceof Back) return;
      const refusal = shownError(error, context);
      if (refusal !== undefined) {
        logger.info(`拒绝 (refused) ${refusal.code} user=${context.session.user?.name}`);
        refuse(context, refusal.text);
      } else if (error instanceof UserChanged) {
        context.say({
          zh: '换了用户：之前未完成的操作已丢弃。',
          en: 'Another user signed in: the unfinished command was dropped.',
        });
      } else if (error instanceof SessionEnded) {
        await this.#signInAgain(context);
      } else {
        throw error;
      }
    }
  }

  async #choose(context: Context): Promise<Command> {
    const name = await askWithoutBack(context, {
      kind: 'choice',
      message: context.in({ zh: '请选择', en: 'Choose' }),
      choices: this.#commands.map(({ name, title }) => ({ value: name, name: context.in(title) })),
    });
    const command = this.#commands.find((one) => one.name === name);
    if (command === undefined) throw new Error(`the menu answered with ${name}, which it did not offer`);
    return command;
  }

  /** Signs in again when the session ended outside `run`, for example in `show`. The user then chooses again. */
  async #signInAgain(context: Context): Promise<void> {
    try {
      await context.signedIn();
    } catch (error) {
      if (!(error instanceof UserChanged)) throw error;
    }
  }
}

/** Esc has no previous prompt in the menu, so it asks the same prompt again. */
async function askWithoutBack(context: Context, prompt: Prompt): Promise<string> {
  for (;;) {
    try {
      return await context.ask(prompt);
    } catch (error) {
      if (!(error instanceof Back)) throw error;
    }
  }
}

/** The line above the menu: the app's title, the user, and the remaining time of the session. */
function bannerOf(context: Context, title: Text): string {
  const { bold, dim } = style(context.terminal.colours);
  const name = context.session.user?.name ?? '';
  const left = context.in(durationOf(context.session.remainingMs()));
  return `\n${bold(context.in(title))}  ${name}  ${dim(context.in({ zh: `会话剩余 ${left}`, en: `session: ${left} left` }))}`;
}

/** Sorts by `position`, ascending. Commands with the same position keep their order. */
export const inMenuOrder = (commands: readonly Command[]): readonly Command[] =>
  commands.toSorted((a, b) => a.position - b.position);

/** The commands in the menu of a local or a remote terminal. */
export const menuEntries = (commands: readonly Command[], where: Where): readonly Command[] =>
  commands.filter(
    (command) => decideAccess(command, { form: 'menu', where, isSignedIn: true }) === 'allowed',
  );

export interface OpenMenuOptions {
  readonly title: Text;
  readonly commands: readonly Command[];
  readonly users: Users;
  readonly terminal: Terminal;
  readonly language: Language;
  converse(terminal: Terminal, signIn: SignIn, language: Language): Context;
}

/** Runs sign-in and menu at one terminal, one user after the other. @throws ExitRequested at the end; AppError. */
export async function openMenu(options: OpenMenuOptions): Promise<never> {
  const { title, commands, users, terminal, language } = options;
  const reading = { zh: '正在读取用户', en: 'Reading the users' }[language];
  await terminal.busy(reading, () => users.refresh());
  const context = options.converse(terminal, signInByPrompt(users), language);
  const menu = new Menu(title, menuEntries(commands, context.where));
  for (;;) await menu.open(context);
}
