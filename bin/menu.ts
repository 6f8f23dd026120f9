import { Menu } from '#core/menu.ts';
import { signInByPrompt } from '#core/sign-in.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { App } from './app.ts';
import type { Departure } from './departure.ts';
import type { Startup } from './startup.ts';
import { appTitle } from './welcome.ts';

/** The menu, until the person leaves (Left). @param drawn the first question is on the screen already. */
export async function runMenu(
  app: App,
  startup: Startup,
  departure: Departure,
  drawn: boolean,
): Promise<never> {
  const { language } = startup.settings;
  const terminal = await openTerminal(startup, drawn);
  departure.watch(terminal);
  await app.users.refresh();
  const context = app.converse(terminal, signInByPrompt(app.users), language);
  const menu = new Menu(
    appTitle,
    app.commands.filter(({ audience }) => audience === 'user'),
  );
  for (;;) await menu.open(context);
}

/** A person gets prompts; a script on a pipe answers line by line. */
async function openTerminal({ settings: { language } }: Startup, drawn: boolean): Promise<Terminal> {
  const { stdin: input, stdout: output, stderr: errors, env } = process;
  const words = terminalWords(language);
  if (!input.isTTY || !output.isTTY) return openLineTerminal({ input, output, errors, words });
  const { openPromptTerminal } = await import('#lib/terminal/prompt-terminal.ts');
  return openPromptTerminal({
    input,
    output,
    errors,
    words,
    drawn,
    colours: wantsColours({ isTTY: true, env }),
  });
}
