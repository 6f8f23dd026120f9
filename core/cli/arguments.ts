import { parseArgs } from 'node:util';
import { variable } from '#conf/app.ts';
import type { Text } from '#lib/text/text.ts';
import { unknownFlagName } from './unknown-word.ts';

/** A flag of the command line: common to all commands, or made from a question or a setting. */
export interface Flag {
  readonly name: string;
  readonly takesValue: boolean;
  /** The placeholder of the value in the help, such as `SECONDS`. Default: the last word of the name. */
  readonly valueWord?: string | undefined;
  readonly summary: Text;
}

export interface Arguments {
  /** The first word that is not a flag. */
  readonly command: string | undefined;
  /** The words after it. */
  readonly words: readonly string[];
  /** By name without dashes. The value of a flag that takes none is `true`. */
  readonly flags: ReadonlyMap<string, string | true>;
  readonly problems: readonly Text[];
}

/** The flags that are neither a setting nor a question. */
export const commonFlags: readonly Flag[] = [
  { name: 'user', takesValue: true, summary: { zh: '以谁的身份', en: 'sign in as' } },
  {
    name: 'password-stdin',
    takesValue: false,
    summary: {
      zh: `从标准输入读密码（或用环境变量 ${variable('PASSWORD')}）`,
      en: `read the password from standard input (or set ${variable('PASSWORD')})`,
    },
  },
  { name: 'json', takesValue: false, summary: { zh: '输出一个 JSON 对象', en: 'print one JSON object' } },
  { name: 'yes', takesValue: false, summary: { zh: '不再询问确认', en: 'do not ask for confirmation' } },
  { name: 'help', takesValue: false, summary: { zh: '显示帮助', en: 'show this help' } },
  { name: 'version', takesValue: false, summary: { zh: '显示版本', en: 'show the version' } },
];

/** The common flags of a program without commands. */
export const programFlags = commonFlags.filter(({ name }) => name === 'help' || name === 'version');

export const unexpectedWord = (word: string): Text => ({
  zh: `多余的参数 ${word}`,
  en: `unexpected argument ${word}`,
});

/** The only setting that a client accepts as well. */
export const languageFlag: Flag = {
  name: 'language',
  takesValue: true,
  summary: { zh: '语言：zh 或 en', en: 'language: zh or en' },
};

/**
 * Names that are never flags: every user of the machine can read a secret on the command line, and the shell's history
 * keeps it. The parser still lets them take a value; otherwise the error would repeat the secret as an extra argument.
 */
export const secretNames: readonly string[] = ['password', 'new-password'];

/** The environment variable for a secret: for `new-password` it is NEW_PASSWORD with the app's prefix. */
export const environmentName = (question: string): string =>
  variable(question.replaceAll('-', '_').toUpperCase());

/** Splits a command line. It never throws; `problems` lists everything that is wrong. */
export function parseArguments(args: readonly string[], known: readonly Flag[]): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries([
      ...known.map(({ name, takesValue }) => [name, { type: takesValue ? 'string' : 'boolean' }]),
      ...secretNames.map((name) => [name, { type: 'string' }]),
      ['help', { type: 'boolean', short: 'h' }],
      ['version', { type: 'boolean', short: 'V' }],
    ]),
  });
  const problems: Text[] = [];
  const flags = new Map<string, string | true>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = known.find(({ name }) => name === token.name);
    const problem =
      flag === undefined ? unknownFlag(token, known) : misused(flag, token, flags.has(token.name));
    if (problem !== undefined) problems.push(problem);
    else flags.set(token.name, token.value ?? true);
  }
  // As many programs have it: `help balance` is `balance --help`.
  if (words[0] === 'help') {
    words.shift();
    flags.set('help', true);
  }
  return { command: words[0], words: words.slice(1), flags, problems };
}

function unknownFlag({ name, rawName }: { name: string; rawName: string }, known: readonly Flag[]): Text {
  if (secretNames.includes(name)) {
    const variable = environmentName(name);
    return {
      zh: `命令行上不能写密码：请用 --password-stdin 或环境变量 ${variable}`,
      en: `a password does not belong on the command line: use --password-stdin or ${variable}`,
    };
  }
  const names = known.map(({ name }) => name);
  return unknownFlagName(rawName, name, names);
}

function misused(
  flag: Flag,
  token: { value?: string | undefined; rawName: string },
  again: boolean,
): Text | undefined {
  if (again) return { zh: `${token.rawName} 重复了`, en: `${token.rawName} is given twice` };
  if (flag.takesValue && token.value === undefined)
    return { zh: `${token.rawName} 缺少值`, en: `${token.rawName} needs a value` };
  if (!flag.takesValue && token.value !== undefined)
    return { zh: `${token.rawName} 不带值`, en: `${token.rawName} takes no value` };
  return undefined;
}
