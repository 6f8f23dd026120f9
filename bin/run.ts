import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appErrorOf } from '#core/app-error-of.ts';
import { findCommand, unknownCommand } from '#core/cli/command-list.ts';
import { helpOfApp, helpOfCommand } from '#core/cli/help.ts';
import { errors } from '#core/errors.ts';
import { exitCodeOfLeaving } from '#core/exit-codes.ts';
import { clockOf } from '#lib/clock.ts';
import { Left } from '#lib/terminal/terminal.ts';
import type { Text } from '#lib/text/text.ts';
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
  const { command: name, flags, problems } = startup.preview;
  const { language } = startup.settings;
  if (flags.has('version')) return print(versionOf(startup));
  const command = name === undefined ? undefined : findCommand(app.commands, name);
  if (command !== undefined) {
    if (flags.has('help')) return print(helpOfCommand(command, language));
    return runHere(app, startup, departure, command);
  }
  // Only now are these problems: a command's own flags were unknown to the preview.
  const unknown = name === undefined ? [] : [unknownCommand(app.commands, name)];
  const all = [...problems, ...unknown].map((problem) => problem[language]);
  if (all.length > 0) throw errors.usage({ problems: all });
  if (flags.has('help')) return print(helpOfApp(app.commands, consoleSettingFlags, language));
  if (flags.has('json')) throw errors.usage({ problems: [jsonNeedsCommand[language]] });
  return runMenu(app, startup, departure, drawn);
}

const jsonNeedsCommand: Text = { zh: '--json 要和命令一起用', en: '--json needs a command' };

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
