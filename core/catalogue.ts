import { suggest } from '#lib/suggest.ts';
import { commonFlags, type Flag } from './arguments.ts';
import type { Command } from './command.ts';
import { type AppError, errors } from './errors.ts';
import type { Language } from './text.ts';

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

/** @throws AppError `usage`, with the closest name. */
export function findCommand(commands: readonly Command[], name: string, language: Language): Command {
  const offered = oneShotCommands(commands);
  const found = offered.find((command) => command.name === name);
  if (found === undefined) throw unknownCommand(name, offered, language);
  return found;
}

function unknownCommand(name: string, offered: readonly Command[], language: Language): AppError {
  const closest = suggest(
    name,
    offered.map((command) => command.name),
  );
  const problem = {
    zh: `没有 ${name} 这个命令${closest === undefined ? '' : `，是不是 ${closest}`}`,
    en: `unknown command ${name}${closest === undefined ? '' : `, did you mean ${closest}`}`,
  };
  return errors.usage({ problems: [problem[language]] });
}
