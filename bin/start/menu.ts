import type { ProcessExit } from '#bin/shared/process-exit.ts';
import type { Startup } from '#bin/shared/startup.ts';
import { isPersonThere, openPrompts, openScript } from '#bin/shared/terminals.ts';
import type { App } from '#core/app.ts';
import { openMenu } from '#core/menu.ts';

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
  return openMenu({ ...app, terminal, language });
}
