import { decideAccess, type Where } from '#core/access.ts';
import type { Command } from '#core/command.ts';
import type { Text } from '#lib/text/text.ts';
import { commonFlags, type Flag } from './arguments.ts';
import { unknownCommandName } from './unknown-word.ts';

/** The commands with a one-shot form, for a caller at the machine itself or elsewhere. */
export const oneShotCommands = (commands: readonly Command[], where: Where = 'local'): readonly Command[] =>
  commands.filter((command) => {
    const verdict = decideAccess(command, { form: 'command', where, isSignedIn: false });
    return verdict === 'allowed' || verdict === 'sign_in';
  });

/** Whether a one-shot command needs name and password. */
export const needsSignIn = (command: Command): boolean =>
  decideAccess(command, { form: 'command', where: 'local', isSignedIn: false }) === 'sign_in';

/** A command's questions as flags. Secrets are never flags: they would stand in the list of processes. */
export const flagsOf = (command: Command): readonly Flag[] =>
  Object.entries(command.questions)
    .filter(([, { kind }]) => kind !== 'secret')
    .map(([name, { label }]) => ({ name, takesValue: true, summary: label }));

/** Every flag that a command line with this command may hold. */
export const knownFlags = (command: Command | undefined, settingFlags: readonly Flag[]): readonly Flag[] => [
  ...(command === undefined ? [] : flagsOf(command)),
  ...commonFlags,
  ...settingFlags,
];

/** The command of that name, if it has a one-shot form. */
export const findCommand = (commands: readonly Command[], name: string): Command | undefined =>
  oneShotCommands(commands).find((command) => command.name === name);

/** What to say of a name that no command has: the closest one. */
export function unknownCommand(commands: readonly Command[], name: string): Text {
  const known = oneShotCommands(commands).map((command) => command.name);
  return unknownCommandName(name, known);
}
