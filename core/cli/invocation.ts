import type { Where } from '#core/access.ts';
import type { Command } from '#core/command.ts';
import { errors } from '#core/errors.ts';
import type { Language, Text } from '#lib/text/text.ts';
import type { Arguments, Flag } from './arguments.ts';
import { findCommand, oneShotCommands, unknownCommand } from './command-list.ts';
import { helpOfApp, helpOfCommand } from './help.ts';

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: 'menu' }
  | { readonly kind: 'command'; readonly command: Command }
  /** `--help`, `--version`: something to read. */
  | { readonly kind: 'text'; readonly text: string };

export interface InvocationOptions {
  /** The command line as far as it can be read without knowing the commands. */
  readonly preview: Arguments;
  readonly commands: readonly Command[];
  readonly settingFlags: readonly Flag[];
  /** Where the caller is; left out: at this machine. */
  readonly where?: Where;
  readonly language: Language;
  /** How the app is called, for the help; left out: as at this machine. */
  readonly program?: string | undefined;
  version(): string;
}

/** @throws AppError `usage` with everything that is wrong, and what was probably meant. */
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
  // Only now are these problems: a command's own flags were unknown to the preview.
  const unknown = name === undefined ? [] : [unknownCommand(commands, name)];
  const all = [...problems, ...unknown].map((problem) => problem[language]);
  if (all.length > 0) throw errors.usage({ problems: all });
  if (flags.has('help')) return { kind: 'text', text: helpOfApp(commands, settingFlags, language, program) };
  if (flags.has('json')) throw errors.usage({ problems: [jsonNeedsCommand[language]] });
  return { kind: 'menu' };
}

const jsonNeedsCommand: Text = { zh: '--json 要和命令一起用', en: '--json needs a command' };
