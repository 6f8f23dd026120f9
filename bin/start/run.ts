import { type OpenedApp, openApp } from '#bin/shared/app.ts';
import { ProcessExit } from '#bin/shared/process-exit.ts';
import { appSettingFlags } from '#bin/shared/setting-flags.ts';
import type { Startup } from '#bin/shared/startup.ts';
import { toAppError } from '#core/app-error.ts';
import { invocationOf } from '#core/cli/invocation.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { clockOf } from '#lib/clock.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';
import { wrapText } from '#lib/terminal/wrap.ts';
import { jsonLine } from '#lib/text/clean.ts';
import { runMenu } from './menu.ts';
import { runHere } from './one-shot.ts';

/** The menu reads all of a database up to this size at its start. That takes 0.3 s at most. */
const databaseBytesMax = 32 * 1024 * 1024;

/** Runs the menu, or one command, and ends the process. @param drawn the first question is on the screen already. */
export async function run(startup: Startup, drawn: boolean): Promise<void> {
  const { settings, paths, preview } = startup;
  const processExit = new ProcessExit(settings.language, { json: preview.flags.has('json'), drawn });
  let app: OpenedApp | undefined;
  try {
    const warn = (line: string) => processExit.warn(line);
    app = openApp({ settings, paths, clock: clockOf(Date.now, () => performance.now()), warn });
    processExit.reportTo(app);
    await dispatch(app, startup, processExit, drawn);
  } catch (error) {
    processExit.closeTerminal();
    if (error instanceof ExitRequested) {
      app?.logger.info(`离开 (left) ${error.reason}`);
      processExit.limit();
    }
    process.exitCode = await endedBy(error, startup, processExit);
  }
  processExit.closeTerminal();
  await app?.close();
  await processExit.end(Number(process.exitCode ?? 0));
}

async function dispatch(
  app: OpenedApp,
  startup: Startup,
  processExit: ProcessExit,
  drawn: boolean,
): Promise<void> {
  const { preview, settings } = startup;
  const invocation = invocationOf({
    preview,
    commands: app.commands,
    settingFlags: appSettingFlags,
    language: settings.language,
    version: () => app.version,
  });
  if (invocation.kind === 'text') return print(invocation.text);
  app.announce();
  if (invocation.kind === 'command') return runHere(app, startup, processExit, invocation.command);
  app.check({ databaseBytesMax });
  return runMenu(app, startup, processExit, drawn);
}

/** Shows the error. @returns the exit code. */
async function endedBy(
  error: unknown,
  { settings: { language }, preview: { flags } }: Startup,
  processExit: ProcessExit,
): Promise<number> {
  if (error instanceof ExitRequested) return exitCodeOf(error.reason);
  const refusal = toAppError(error);
  if (refusal === undefined) return processExit.crash(error);
  if (flags.has('json')) print(jsonLine(refusal.json(language)));
  else processExit.warn(refusal.text[language]);
  return refusal.exitCode;
}

/** A screen wraps a text at its words. */
const print = (text: string): void => {
  const { isTTY, columns } = process.stdout;
  process.stdout.write(`${isTTY && columns > 0 ? wrapText(text, columns) : text}\n`);
};
