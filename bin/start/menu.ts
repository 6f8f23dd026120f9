import type { ProcessExit } from '#bin/shared/process-exit.ts';
import type { Startup } from '#bin/shared/startup.ts';
import { isPersonThere, openPrompts, openScript } from '#bin/shared/terminals.ts';
import type { App } from '#core/app.ts';
import { openMenu } from '#core/menu.ts';

/**
 * Runs sign-in and menu. @param drawn the first question is on the screen already.
 * @throws ExitRequested when the user leaves; AppError.
 */
export async function runMenu(
  app: App,
  { settings: { language } }: Startup,
  processExit: ProcessExit,
  drawn: boolean,
): Promise<never> {
  // A person answers prompts; a script answers with lines on a pipe.
  const terminal = isPersonThere() ? await openPrompts(language, { drawn }) : openScript(language);
  processExit.watch(terminal);
  return openMenu({ ...app, terminal, language });
}
