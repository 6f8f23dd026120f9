import { helpOfCommand } from '#core/cli/help.ts';
import type { Command } from '#core/command.ts';
import type { Language } from '#lib/text/text.ts';
import { openTestApp } from './conversation.ts';
import { Home } from './home.ts';

/** Pages of help, one after the other. */
export const joinPages = (pages: readonly string[]): string => `${pages.join('\n\n==========\n\n')}\n`;

/** The pages of commands in a language. */
export const helpPages = (commands: readonly Command[], language: Language): string =>
  joinPages(commands.map((command) => helpOfCommand(command, language)));

/** Commands of the app by their names. @throws Error for a name that no command has. */
export async function commandsCalled(...names: readonly string[]): Promise<readonly Command[]> {
  using home = new Home();
  await using opened = await openTestApp(home);
  const { app } = opened;
  return names.map((name) => {
    const found = app.commands.find((command) => command.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  });
}
