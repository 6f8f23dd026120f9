import type { Command } from '#core/command.ts';
import { suggest } from '#lib/suggest.ts';
import type { Text } from '#lib/text/text.ts';
import { commonFlags, type Flag } from './arguments.ts';

/** The commands with a one-shot form. */
export const oneShotCommands = (commands: readonly Command[]): readonly Command[] =>
  commands.filter(({ menuOnly }) => !menuOnly);

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
  const closest = suggest(
    name,
    oneShotCommands(commands).map((command) => command.name),
  );
  return {
    zh: `没有 ${name} 这个命令${closest === undefined ? '' : `，是不是 ${closest}`}`,
    en: `unknown command ${name}${closest === undefined ? '' : `, did you mean ${closest}`}`,
  };
}
