import { decideAccess, type Where } from '#core/access.ts';
import type { Command } from '#core/command.ts';
import type { Text } from '#lib/text/text.ts';
import { commonFlags, type Flag } from './arguments.ts';
import { unknownCommandName } from './unknown-word.ts';

/** The commands with a one-shot form that a local or a remote caller may run. */
export const oneShotCommands = (commands: readonly Command[], where: Where = 'local'): readonly Command[] =>
  commands.filter((command) => {
    const verdict = decideAccess(command, { form: 'command', where, isSignedIn: false });
    return verdict === 'allowed' || verdict === 'sign_in';
  });

/** Whether a one-shot command needs a sign-in. */
export const needsSignIn = (command: Command): boolean =>
  decideAccess(command, { form: 'command', where: 'local', isSignedIn: false }) === 'sign_in';

/** A command's questions as flags. Secrets are left out, because the list of processes would show them. */
export const flagsOf = (command: Command): readonly Flag[] =>
  Object.entries(command.questions)
    .filter(([, { kind }]) => kind !== 'secret')
    .map(([name, { label }]) => ({ name, takesValue: true, summary: label }));

/** All flags that a command line with this command accepts. */
export const knownFlags = (command: Command | undefined, settingFlags: readonly Flag[]): readonly Flag[] => [
  ...(command === undefined ? [] : flagsOf(command)),
  ...commonFlags,
  ...settingFlags,
];

/** @returns the command with this name; undefined if there is none with a one-shot form. */
export const findCommand = (commands: readonly Command[], name: string): Command | undefined =>
  oneShotCommands(commands).find((command) => command.name === name);

/** @returns the problem of an unknown command, with the closest name. */
export function unknownCommand(commands: readonly Command[], name: string): Text {
  const known = oneShotCommands(commands).map((command) => command.name);
  return unknownCommandName(name, known);
}
