import { openMenu as openMenuOf } from '#core/open-menu.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';
import type { App } from './app.ts';
import type { ProcessExit } from './departure.ts';
import type { Startup } from './startup.ts';
import { isPersonThere, openPrompts, openScript } from './terminals.ts';
import { appTitle } from './welcome.ts';

/** The menu, until the person leaves (ExitRequested). @param drawn the first question is on the screen already. */
export async function runMenu(
  app: App,
  { settings: { language } }: Startup,
  processExit: ProcessExit,
  drawn: boolean,
): Promise<never> {
  // A person gets prompts; a script on a pipe answers line by line.
  const terminal = isPersonThere() ? await openPrompts(language, { drawn }) : openScript(language);
  processExit.watch(terminal);
  return openMenu(app, terminal, language);
}

/** Sign-in and menu at one terminal, one user after the other, until the person leaves (ExitRequested). */
export const openMenu = (app: App, terminal: Terminal, language: Language): Promise<never> =>
  openMenuOf({ ...app, title: appTitle, terminal, language });
