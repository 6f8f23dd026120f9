import { completePlan, missingError, planOneShot } from '#core/cli/one-shot.ts';
import { signInOnce } from '#core/cli/sign-in-once.ts';
import type { Command } from '#core/command.ts';
import { errors } from '#core/errors.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { Back, Left } from '#lib/terminal/terminal.ts';
import type { App } from './app.ts';
import type { Departure } from './departure.ts';
import { secretsFrom } from './secrets.ts';
import { settingFlags } from './setting-flags.ts';
import type { Startup } from './startup.ts';
import { isPersonThere, openPrompts, openScreen } from './terminals.ts';

/** One command, from flags to result. @throws AppError, Left. */
export async function runOneShot(...parts: Parameters<typeof complete>): Promise<void> {
  try {
    await complete(...parts);
  } catch (error) {
    // Esc and Ctrl-D end a menu well; here they leave the command undone, and a script must hear of it.
    const isLeft = error instanceof Left && error.reason === 'end';
    throw isLeft || error instanceof Back ? errors.cancelled() : error;
  }
}

async function complete(app: App, startup: Startup, departure: Departure, command: Command): Promise<void> {
  const {
    args,
    preview: { flags },
    settings: { language },
  } = startup;
  const secrets = secretsFrom(
    process.env,
    // A terminal would show what is typed; there the password is asked.
    flags.has('password-stdin') && !isPersonThere() ? process.stdin : undefined,
    terminalWords(language),
  );
  const password = command.audience === 'user' ? await secrets('password') : undefined;
  const plan = await planOneShot(command, args, settingFlags, secrets, language);
  const user = plan.flags.get('user');
  const name = typeof user === 'string' ? user : undefined;

  const alsoMissing = command.audience === 'user' ? missingCredentials(name, password) : [];
  const confirms = command.needsConfirmation && !plan.flags.has('yes');
  const mustAsk = alsoMissing.length > 0 || plan.missing.length > 0 || confirms;
  // --json keeps standard output for the one object.
  const terminal =
    mustAsk && isPersonThere()
      ? await openPrompts(language, { aside: flags.has('json') })
      : openScreen(language);
  departure.watch(terminal);
  if (!terminal.interactive && alsoMissing.length + plan.missing.length > 0)
    throw missingError(plan, alsoMissing);
  if (!terminal.interactive && confirms) throw errors.not_confirmed({ flag: '--yes' });

  if (command.usesUsers) await app.users.refresh();
  const context = app.converse(terminal, signInOnce(app.users, { name, password }), language);
  const answers = await completePlan(context, plan);
  if (plan.missing.some((question) => command.questions[question]?.kind === 'secret'))
    await command.check(context, answers);
  if (confirms && !(await command.confirm(context, answers))) throw errors.cancelled();
  const result = await command.run(context, answers);
  if (plan.flags.has('json')) process.stdout.write(`${JSON.stringify(command.json(result))}\n`);
  else command.show(context, result);
}

const missingCredentials = (name: string | undefined, password: string | undefined): string[] => [
  ...(name === undefined ? ['--user'] : []),
  ...(password === undefined ? ['APP_PASSWORD (--password-stdin)'] : []),
];
