import { verbs } from '#bin/parts/connect.ts';
import { requireBase } from '#bin/shared/home.ts';
import { versionOf } from '#bin/shared/paths.ts';
import { ProcessExit } from '#bin/shared/process-exit.ts';
import { earlyLanguage, prepare } from '#bin/shared/startup.ts';
import { toAppError } from '#core/app-error.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { type ClientCommandLine, parseClientCommandLine } from '#core/net/client/command-line.ts';
import { toClientError } from '#core/net/client/errors.ts';
import { helpOfClient, helpOfVerb } from '#core/net/client/help.ts';
import { formatAddress } from '#lib/net/address.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';
import { jsonLine } from '#lib/text/clean.ts';
import type { Language } from '#lib/text/text.ts';
import { openClient } from './client.ts';

/** Runs one verb, or the server's menu, or one of its commands, and ends the process. */
export async function main(root: URL): Promise<void> {
  const { env } = process;
  const args = process.argv.slice(2);
  const language = earlyLanguage(args, env);
  const json = args.includes('--json');
  const processExit = new ProcessExit(language, { json, drawn: false });
  let line: ClientCommandLine | undefined;
  try {
    line = parseClientCommandLine(args, verbs, language);
    process.exitCode = await act(root, line, processExit);
  } catch (error) {
    processExit.closeTerminal();
    // The words after the name of a program, `--json` included, belong to that program.
    const wantsJson = line?.kind === 'verb' ? line.flags.has('json') : json;
    process.exitCode = await endedBy(error, { line, language, json: wantsJson }, processExit);
  }
  await processExit.end(Number(process.exitCode ?? 0));
}

async function act(root: URL, line: ClientCommandLine, processExit: ProcessExit): Promise<number> {
  const asked = line.kind === 'help' || line.kind === 'version' ? undefined : line.flags.get('language');
  const args = typeof asked === 'string' ? ['--language', asked] : [];
  const { settings, paths } = prepare(root, args, process.env);
  const { language } = settings;
  if (line.kind === 'help') return print(helpOfClient(verbs, language));
  if (line.kind === 'version') return print(versionOf(paths));
  if (line.kind === 'verb' && line.flags.has('help')) return print(helpOfVerb(line.verb, language));
  requireBase(paths);
  const options = { line, language, keyFile: paths.conf('secret.key'), processExit };
  const client = openClient(options);
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

/** Shows the error. @returns the exit code. */
async function endedBy(
  error: unknown,
  { line, language, json }: Outcome,
  processExit: ProcessExit,
): Promise<number> {
  if (error instanceof ExitRequested) {
    processExit.limit();
    return exitCodeOf(error.reason);
  }
  const address = line !== undefined && 'address' in line ? formatAddress(line.address) : '';
  const refusal = toClientError(error, address) ?? toAppError(error);
  if (refusal === undefined) return processExit.crash(error);
  if (json) print(jsonLine(refusal.json(language)));
  else processExit.warn(refusal.text[language]);
  return refusal.exitCode;
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
