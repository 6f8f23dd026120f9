import type { Where } from '#core/access.ts';
import type { Command } from '#core/command.ts';
import { errors } from '#core/errors.ts';
import type { Language, Text } from '#lib/text/text.ts';
import type { Arguments, Flag } from './arguments.ts';
import { findCommand, oneShotCommands, unknownCommand } from './command-list.ts';
import { helpOfApp, helpOfCommand } from './help.ts';

/** What the program does for a command line. */
export type Invocation =
  | { readonly kind: 'menu' }
  | { readonly kind: 'command'; readonly command: Command }
  /** Prints a text, for `--help` and `--version`. */
  | { readonly kind: 'text'; readonly text: string };

export interface InvocationOptions {
  /** The command line, parsed without the commands' own flags. */
  readonly preview: Arguments;
  readonly commands: readonly Command[];
  readonly settingFlags: readonly Flag[];
  /** Default: local. */
  readonly where?: Where;
  readonly language: Language;
  /** The command that starts the app, for the help. Default: `node bin/start.js`. */
  readonly program?: string | undefined;
  version(): string;
}

/** @throws AppError `usage` with all problems and suggestions; `local_only` for a remote caller. */
export function invocationOf(options: InvocationOptions): Invocation {
  const { preview, settingFlags, language, program, version, where = 'local' } = options;
  const commands = oneShotCommands(options.commands, where);
  const { command: name, flags, problems } = preview;
  if (flags.has('version')) return { kind: 'text', text: version() };
  const command = name === undefined ? undefined : findCommand(commands, name);
  if (command === undefined && name !== undefined && findCommand(options.commands, name) !== undefined)
    throw errors.local_only({ command: name });
  if (command !== undefined) {
    if (flags.has('help')) return { kind: 'text', text: helpOfCommand(command, language, program) };
    return { kind: 'command', command };
  }
  // With a command, these problems do not count: the preview does not know the command's own flags.
  const unknown = name === undefined ? [] : [unknownCommand(commands, name)];
  const all = [...problems, ...unknown].map((problem) => problem[language]);
  if (all.length > 0) throw errors.usage({ problems: all });
  if (flags.has('help')) return { kind: 'text', text: helpOfApp(commands, settingFlags, language, program) };
  if (flags.has('json')) throw errors.usage({ problems: [jsonNeedsCommand[language]] });
  return { kind: 'menu' };
}

const jsonNeedsCommand: Text = { zh: '--json 要和命令一起用', en: '--json needs a command' };
