import type { Command } from '#core/command.ts';
import type { Flag } from './arguments.ts';
import { knownFlags, oneShotCommands } from './command-list.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The name npm links the app under (package.json, `bin`). */
const program = 'console-app';

/** A script that teaches a shell the commands and their flags, made from the definitions. */
export function completionScript(
  shell: Shell,
  commands: readonly Command[],
  settingFlags: readonly Flag[],
): string {
  const entries = oneShotCommands(commands).map((command) => ({
    name: command.name,
    summary: command.summary.en,
    flags: knownFlags(command, settingFlags),
  }));
  return { bash, zsh, fish }[shell](entries);
}

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
}

const flagWords = (entry: Entry): string => entry.flags.map(({ name }) => `--${name}`).join(' ');

function bash(entries: readonly Entry[]): string {
  return `_console_app() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]}" in
${entries.map((entry) => `    ${entry.name}) words="${flagWords(entry)}" ;;`).join('\n')}
    *) words="${entries.map(({ name }) => name).join(' ')} --help --version" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _console_app ${program}
`;
}

function zsh(entries: readonly Entry[]): string {
  return `#compdef ${program}
_console_app() {
  if (( CURRENT == 2 )); then
    local -a commands=(${entries.map(({ name, summary }) => `${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join(' ')})
    _describe 'command' commands
  else
    case $words[2] in
${entries.map((entry) => `      ${entry.name}) compadd -- ${flagWords(entry)} ;;`).join('\n')}
    esac
  fi
}
compdef _console_app ${program}
`;
}

function fish(entries: readonly Entry[]): string {
  const lines = entries.flatMap(({ name, summary, flags }) => [
    `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...flags.map(
      (flag) =>
        `complete -c ${program} -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -l ${flag.name}${flag.takesValue ? ' -r' : ''} -d ${quoted(flag.summary.en)}`,
    ),
  ]);
  return `complete -c ${program} -f\n${lines.join('\n')}\n`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
