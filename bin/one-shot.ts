import { Readable } from 'node:stream';
import { completePlan, missingError, planOneShot } from '#core/cli/one-shot.ts';
import { signInOnce } from '#core/cli/sign-in-once.ts';
import type { Command } from '#core/command.ts';
import { errors } from '#core/errors.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { App } from './app.ts';
import type { Departure } from './departure.ts';
import { secretsFrom } from './secrets.ts';
import { settingFlags } from './setting-flags.ts';
import type { Startup } from './startup.ts';

/** One command, from flags to result. @throws AppError, Left. */
export async function runOneShot(
  app: App,
  startup: Startup,
  departure: Departure,
  command: Command,
): Promise<void> {
  const {
    args,
    preview: { flags },
    settings: { language },
  } = startup;
  const secrets = secretsFrom(
    process.env,
    flags.has('password-stdin') ? process.stdin : undefined,
    terminalWords(language),
  );
  const password = command.audience === 'user' ? await secrets('password') : undefined;
  const plan = await planOneShot(command, args, settingFlags, secrets, language);
  const user = plan.flags.get('user');
  const name = typeof user === 'string' ? user : undefined;

  const alsoMissing = command.audience === 'user' ? missingCredentials(name, password) : [];
  const confirms = command.needsConfirmation && !plan.flags.has('yes');
  const mustAsk = alsoMissing.length > 0 || plan.missing.length > 0 || confirms;
  const terminal = await openTerminal(startup, mustAsk);
  departure.watch(terminal);
  if (!terminal.interactive && alsoMissing.length + plan.missing.length > 0)
    throw missingError(plan, alsoMissing);
  if (!terminal.interactive && confirms) throw errors.not_confirmed({ flag: '--yes' });

  if (command.usesUsers) await app.users.refresh();
  const context = app.converse(terminal, signInOnce(app.users, { name, password }), language);
  const answers = await completePlan(context, plan);
  if (confirms && !(await command.confirm(context, answers))) return;
  const result = await command.run(context, answers);
  if (plan.flags.has('json')) process.stdout.write(`${JSON.stringify(command.json(result))}\n`);
  else command.show(context, result);
}

const missingCredentials = (name: string | undefined, password: string | undefined): string[] => [
  ...(name === undefined ? ['--user'] : []),
  ...(password === undefined ? ['APP_PASSWORD (--password-stdin)'] : []),
];

/** Prompts only where something must be asked and somebody is there: loading them takes longer than most commands. */
async function openTerminal(
  { settings: { language }, preview: { flags } }: Startup,
  mustAsk: boolean,
): Promise<Terminal> {
  const { stdin, stdout, stderr, env } = process;
  const words = terminalWords(language);
  // --json keeps standard output for the one object.
  const output = flags.has('json') ? stderr : stdout;
  const colours = wantsColours({ isTTY: output.isTTY, env });
  if (!mustAsk || !stdin.isTTY || !output.isTTY) {
    return openLineTerminal({ input: Readable.from([]), output, errors: stderr, words, colours });
  }
  const { openPromptTerminal } = await import('#lib/terminal/prompt-terminal.ts');
  return openPromptTerminal({ input: stdin, output, errors: stderr, words, colours });
}
