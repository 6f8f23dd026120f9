import { appErrorOf } from '#core/app-error-of.ts';
import { type ClientCommandLine, parseClientCommandLine } from '#core/client/command-line.ts';
import { clientErrorOf } from '#core/client/errors.ts';
import { helpOfClient, helpOfVerb } from '#core/client/help.ts';
import { exitCodeOfLeaving } from '#core/exit-codes.ts';
import { formatAddress } from '#lib/net/address.ts';
import { Left } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';
import { openClient } from './client.ts';
import { Departure } from './departure.ts';
import { openRemoteConsole } from './remote-console.ts';
import { earlyLanguage, prepare } from './startup.ts';
import { verbs } from './verbs.ts';
import { versionOf } from './version.ts';

/** One verb, or the server's menu or one of its commands; then ends the process. */
export async function main(root: URL): Promise<void> {
  const { env } = process;
  const args = process.argv.slice(2);
  process.umask(0o077);
  const language = earlyLanguage(args, env);
  const json = args.includes('--json');
  const departure = new Departure(language, { json, drawn: false });
  let line: ClientCommandLine | undefined;
  try {
    line = parseClientCommandLine(args, verbs, language);
    process.exitCode = await act(root, line, departure);
  } catch (error) {
    departure.closeTerminal();
    // What stands behind the name of a program to run is not ours.
    const wantsJson = line?.kind === 'verb' ? line.flags.has('json') : json;
    process.exitCode = endedBy(error, { line, language, json: wantsJson }, departure);
  }
  departure.closeTerminal();
  await new Promise((written) => process.stdout.write('', written));
  // Standard input may still be open, and nobody will read it.
  process.exit();
}

async function act(root: URL, line: ClientCommandLine, departure: Departure): Promise<number> {
  const asked = line.kind === 'help' || line.kind === 'version' ? undefined : line.flags.get('language');
  const args = typeof asked === 'string' ? ['--language', asked] : [];
  const { settings, places } = prepare(root, args, process.env);
  const { language } = settings;
  if (line.kind === 'help') return print(helpOfClient(verbs, language));
  if (line.kind === 'version') return print(versionOf(places));
  if (line.kind === 'verb' && line.flags.has('help')) return print(helpOfVerb(line.verb, language));
  const parts = { line, language, keyFile: places.secretKeyFile, departure };
  if (line.kind === 'console') return openRemoteConsole(parts, line.args);
  const client = openClient(parts);
  try {
    return (await line.verb.run(client)) ?? 0;
  } finally {
    await client.close();
  }
}

interface Outcome {
  readonly line: ClientCommandLine | undefined;
  readonly language: Language;
  readonly json: boolean;
}

/** @returns the exit code, after showing what is to be shown. */
function endedBy(error: unknown, { line, language, json }: Outcome, departure: Departure): number {
  if (error instanceof Left) {
    departure.limit();
    return exitCodeOfLeaving(error.reason);
  }
  const address = line !== undefined && 'address' in line ? formatAddress(line.address) : '';
  const refusal = clientErrorOf(error, address) ?? appErrorOf(error);
  if (refusal === undefined) return departure.crash(error);
  if (json) print(JSON.stringify(refusal.json(language)));
  else departure.warn(refusal.text[language]);
  return refusal.exitCode;
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
