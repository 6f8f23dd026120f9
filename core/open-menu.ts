import type { Terminal } from '#lib/terminal/terminal.ts';
import type { Language, Text } from '#lib/text/text.ts';
import type { Command } from './command.ts';
import type { Context, SignIn } from './context.ts';
import { Menu } from './menu.ts';
import { signInByPrompt } from './sign-in.ts';
import type { Users } from './users/users.ts';

export interface OpenMenuOptions {
  readonly title: Text;
  readonly commands: readonly Command[];
  readonly users: Users;
  readonly terminal: Terminal;
  readonly language: Language;
  converse(terminal: Terminal, signIn: SignIn, language: Language): Context;
}

/** Sign-in and menu at one terminal, one user after the other. @throws ExitRequested when the person leaves; AppError. */
export async function openMenu(options: OpenMenuOptions): Promise<never> {
  const { title, commands, users, terminal, language } = options;
  const reading = { zh: '正在读取用户', en: 'Reading the users' }[language];
  await terminal.busy(reading, () => users.refresh());
  const context = options.converse(terminal, signInByPrompt(users), language);
  const menu = new Menu(
    title,
    commands.filter(({ audience }) => audience === 'user'),
  );
  for (;;) await menu.open(context);
}
