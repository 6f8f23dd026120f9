import type { Command } from '#core/command.ts';
import type { Context, SignIn } from '#core/context.ts';
import { errors } from '#core/errors.ts';
import { signInOnce } from '#core/sign-in.ts';
import type { Users } from '#core/users/users.ts';
import { Back, ExitRequested, type Terminal } from '#lib/terminal/terminal.ts';
import { jsonLine } from '#lib/text/clean.ts';
import type { Language, Text } from '#lib/text/text.ts';
import { environmentName, type Flag } from './arguments.ts';
import { needsSignIn } from './command-list.ts';
import { completePlan, missingError, planOneShot, type Secrets } from './one-shot.ts';

/** One command line, and its caller's terminal and secrets. The caller is local or at the other end of a connection. */
export interface OneShotOptions {
  readonly command: Command;
  readonly args: readonly string[];
  readonly settingFlags: readonly Flag[];
  readonly secrets: Secrets;
  /** Whether secrets come from lines of standard input. A command that converses cannot use standard input then. */
  readonly secretsFromInput: boolean;
  readonly language: Language;
  readonly users: Users;
  /** Called once. @param mustAsk whether the command needs prompts; otherwise a terminal that only prints is enough. */
  openTerminal(mustAsk: boolean): Promise<Terminal>;
  converse(terminal: Terminal, signIn: SignIn): Context;
  /** Writes one line to standard output. */
  print(line: string): void;
}

/** Runs one command, from its flags to the printed result. @throws AppError, ExitRequested. */
export async function runOneShot(options: OneShotOptions): Promise<void> {
  try {
    await complete(options);
  } catch (error) {
    // In the menu, Esc and Ctrl-D are no errors. Here the command was not done, so the exit code must not be 0.
    const isEnd = error instanceof ExitRequested && error.reason === 'end';
    throw isEnd || error instanceof Back ? errors.cancelled() : error;
  }
}

async function complete(options: OneShotOptions): Promise<void> {
  const { command, args, settingFlags, secrets, language, users } = options;
  if (options.secretsFromInput && command.converses)
    throw errors.usage({ problems: [linesAreTaken[language]] });
  const needsUser = needsSignIn(command);
  const password = needsUser ? await secrets('password') : undefined;
  const plan = await planOneShot(command, args, settingFlags, secrets, language);
  const user = plan.flags.get('user');
  const name = typeof user === 'string' ? user : undefined;

  const alsoMissing = needsUser ? missingCredentials(name, password) : [];
  const isIncomplete = alsoMissing.length + plan.missing.length > 0;
  // A complete command line is as deliberate as a confirmation, unless the command says otherwise.
  const confirms = command.confirms && (isIncomplete || command.needsConfirmation) && !plan.flags.has('yes');
  const terminal = await options.openTerminal(isIncomplete || confirms || command.converses);
  if (!terminal.interactive && isIncomplete) throw missingError(plan, alsoMissing);
  if (!terminal.interactive && confirms) throw errors.not_confirmed({ flag: '--yes' });

  if (command.usesUsers) await users.refresh();
  const context = options.converse(terminal, signInOnce(users, { name, password }));
  // The questions and the confirmation are about this user.
  if (needsUser && terminal.interactive) await context.signedIn();
  const answers = await completePlan(context, plan);
  if (plan.missing.some((question) => command.questions[question]?.kind === 'secret'))
    await command.check(context, answers);
  if (confirms && !(await command.confirm(context, answers))) throw errors.cancelled();
  const result = await command.run(context, answers);
  if (plan.flags.has('json')) options.print(jsonLine(command.json(result)));
  else command.present(context, result);
}

const missingCredentials = (name: string | undefined, password: string | undefined): string[] => [
  ...(name === undefined ? ['--user'] : []),
  ...(password === undefined ? [`${environmentName('password')} (--password-stdin)`] : []),
];

const linesAreTaken: Text = {
  zh: `标准输入的行是对话，密码请用 ${environmentName('password')} 给出`,
  en: `the lines of standard input are the conversation; give the password in ${environmentName('password')}`,
};
