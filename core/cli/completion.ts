import { app } from '#conf/app.ts';
import type { Command } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import type { Flag } from './arguments.ts';
import { knownFlags, oneShotCommands } from './command-list.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The name of the executable that npm links. */
const program = app.name;
/** The name of the shell function. A hyphen in it would not be portable. */
const shellFunction = `_${program.replaceAll(/\W/g, '_')}`;

/**
 * A word that no shell expands. All three shells expand variables and commands in a word list, so the script leaves out
 * other values, such as a name `$(reboot)` in an address book. The user has to type such a name.
 */
const plainWord = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*$/u;

/** The data that a completion script contains for one command. */
export interface CompletionEntry {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** The possible values of each flag with a list of choices; plain words only. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The possible values of a word without a flag. */
  readonly words: readonly string[];
}

export function completionEntries(
  context: Context,
  commands: readonly Command[],
  settingFlags: readonly Flag[],
): Promise<readonly CompletionEntry[]> {
  return Promise.all(
    oneShotCommands(commands).map(async (command) => {
      const values = await valuesOf(context, command);
      return {
        name: command.name,
        summary: command.summary.en,
        flags: knownFlags(command, settingFlags),
        values,
        words: values.get(command.wordAnswers ?? '') ?? [],
      };
    }),
  );
}

async function valuesOf(context: Context, { questions }: Command): Promise<CompletionEntry['values']> {
  const values = new Map<string, readonly string[]>();
  for (const [name, question] of Object.entries(questions)) {
    const choices = await question.choices?.(context);
    if (choices !== undefined)
      values.set(
        name,
        choices.map(({ value }) => value).filter((value) => plainWord.test(value)),
      );
  }
  return values;
}

/** Makes the script with which a shell completes commands, flags and values. */
export const completionScript = (shell: Shell, entries: readonly CompletionEntry[]): string =>
  ({ bash, zsh, fish })[shell](entries);

const flagWords = ({ flags, words }: CompletionEntry): string =>
  [...words, ...flags.map(({ name }) => `--${name}`)].join(' ');

/** The branches of a `case` over "<command> <previous word>". The values of a flag come before the flags. */
const cases = (entries: readonly CompletionEntry[], offer: (words: string) => string): string =>
  entries
    .flatMap((entry) => [
      ...Array.from(entry.values, ([flag, values]) => [`${entry.name} --${flag}`, values.join(' ')] as const),
      [`${entry.name} `, flagWords(entry)] as const,
    ])
    .map(
      ([pattern, words]) => `      ${quoted(pattern)}${pattern.endsWith(' ') ? '*' : ''}) ${offer(words)} ;;`,
    )
    .join('\n');

function bash(entries: readonly CompletionEntry[]): string {
  return `${shellFunction}() {
  local words=''
  if ((COMP_CWORD == 1)); then
    words="${entries.map(({ name }) => name).join(' ')} --help --version"
  else
    case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" in
${cases(entries, (words) => `words="${words}"`)}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F ${shellFunction} ${program}
`;
}

function zsh(entries: readonly CompletionEntry[]): string {
  const described = entries.map(({ name, summary }) => quoted(`${name}:${summary.replaceAll(':', '\\:')}`));
  return `#compdef ${program}
compdef ${shellFunction} ${program}
${shellFunction}() {
  if ((CURRENT == 2)); then
    local -a commands=(${described.join(' ')})
    _describe command commands
  else
    case "$words[2] $words[CURRENT-1]" in
${cases(entries, (words) => `compadd -- ${words}`)}
    esac
  fi
}
# Read from a folder in fpath, this file is the function itself.
if [ "$funcstack[1]" = ${shellFunction} ]; then ${shellFunction}; fi
`;
}

function fish(entries: readonly CompletionEntry[]): string {
  const lines = entries.flatMap(({ name, summary, flags, values, words }) => {
    const here = `complete -c ${program} -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      ...(words.length === 0 ? [] : [`${here} -a ${quoted(words.join(' '))}`]),
      ...flags.map((flag) => {
        const answers = values.get(flag.name);
        const takes =
          answers === undefined ? (flag.takesValue ? ' -r' : '') : ` -x -a ${quoted(answers.join(' '))}`;
        return `${here} -l ${flag.name}${takes} -d ${quoted(flag.summary.en)}`;
      }),
    ];
  });
  return `complete -c ${program} -f\n${lines.join('\n')}\n`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
