import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appErrorOf } from '#core/app-error-of.ts';
import { invocationOf } from '#core/cli/invocation.ts';
import { exitCodeOfLeaving } from '#core/exit-codes.ts';
import { clockOf } from '#lib/clock.ts';
import { Left } from '#lib/terminal/terminal.ts';
import { type App, openApp } from './app.ts';
import { Departure } from './departure.ts';
import { runMenu } from './menu.ts';
import { runHere } from './one-shot.ts';
import { consoleSettingFlags } from './setting-flags.ts';
import type { Startup } from './startup.ts';

/** Runs the menu, or one command, and ends the process. @param drawn the first question is on the screen already. */
export async function run(startup: Startup, drawn: boolean): Promise<void> {
  const { settings, places, preview } = startup;
  const departure = new Departure(settings.language, { json: preview.flags.has('json'), drawn });
  let app: App | undefined;
  try {
    const warn = (line: string) => departure.warn(line);
    app = await openApp({ settings, places, clock: clockOf(Date.now, () => performance.now()), warn });
    departure.reportTo(app.logger);
    await dispatch(app, startup, departure, drawn);
  } catch (error) {
    departure.closeTerminal();
    if (error instanceof Left) {
      app?.logger.info(`离开 (left) ${error.reason}`);
      departure.limit();
    }
    process.exitCode = endedBy(error, startup, departure);
  }
  departure.closeTerminal();
  await app?.close();
  await new Promise((written) => process.stdout.write('', written));
  // Standard input may still be open, and nobody will read it.
  process.exit();
}

async function dispatch(app: App, startup: Startup, departure: Departure, drawn: boolean): Promise<void> {
  const { preview, settings } = startup;
  const invocation = invocationOf({
    preview,
    commands: app.commands,
    settingFlags: consoleSettingFlags,
    language: settings.language,
    version: () => versionOf(startup),
  });
  if (invocation.kind === 'text') return print(invocation.text);
  if (invocation.kind === 'command') return runHere(app, startup, departure, invocation.command);
  return runMenu(app, startup, departure, drawn);
}

/** @returns the exit code, after showing what is to be shown. */
function endedBy(
  error: unknown,
  { settings: { language }, preview: { flags } }: Startup,
  departure: Departure,
): number {
  if (error instanceof Left) return exitCodeOfLeaving(error.reason);
  const refusal = appErrorOf(error);
  if (refusal === undefined) return departure.crash(error);
  if (flags.has('json')) print(JSON.stringify(refusal.json(language)));
  else departure.warn(refusal.text[language]);
  return refusal.exitCode;
}

function versionOf({ places }: Startup): string {
  const { version } = JSON.parse(readFileSync(join(places.root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
