import { type Arguments, type Flag, parseArguments } from '#core/cli/arguments.ts';
import { unknownCommandName } from '#core/cli/unknown-word.ts';
import { errors } from '#core/errors.ts';
import { type Address, parseAddress } from '#lib/net/address.ts';
import type { Language, Text } from '#lib/text/text.ts';
import { clientFlags } from './client-flags.ts';
import { clientErrors } from './errors.ts';
import { type AnyVerb, isRestVerb, type RestVerb, type Verb } from './verb.ts';

/** A parsed command line: `HOST:PORT [command ...]`. */
export type ClientCommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'verb';
      readonly address: Address;
      readonly verb: Verb;
      readonly words: readonly string[];
      readonly flags: Arguments['flags'];
    }
  /** The command line has no verb of the client; `words` may be empty. */
  | {
      readonly kind: 'rest';
      readonly address: Address;
      readonly verb: RestVerb;
      readonly words: readonly string[];
      readonly flags: Arguments['flags'];
    };

/** Parses the arguments of connect.js. @throws AppError `bad_address`, `usage`. */
export function parseClientCommandLine(
  args: readonly string[],
  verbs: readonly AnyVerb[],
  language: Language,
): ClientCommandLine {
  const [first, ...after] = args;
  if (first === undefined || ['--help', '-h', 'help'].includes(first)) return { kind: 'help' };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  const address = parseAddress(first);
  if (address === undefined) throw clientErrors.bad_address({ given: first });
  const at = firstWordAt(after, clientFlags);
  const verb = namedVerbs(verbs).find(({ name }) => name === after[at]);
  if (verb === undefined) return restOf(after, address, verbs, language);
  const rest = after.toSpliced(at, 1);
  const { words, flags } = verb.passesFlags
    ? parsePassing(rest, verb, language)
    : parseVerb(rest, verb, language);
  if (flags.has('help')) return { kind: 'verb', address, verb, words, flags };
  const problem = wordCountProblem(verb, words);
  if (problem !== undefined) throw errors.usage({ problems: [problem[language]] });
  return { kind: 'verb', address, verb, words, flags };
}

const flagsOf = ({ flags = [] }: Verb): readonly Flag[] => [...flags, ...clientFlags];

type Parsed = { readonly words: readonly string[]; readonly flags: Arguments['flags'] };

function parseVerb(args: readonly string[], verb: Verb, language: Language): Parsed {
  const { command, words, flags, problems } = parseArguments(args, flagsOf(verb));
  if (problems.length > 0) throw errors.usage({ problems: problems.map((problem) => problem[language]) });
  return { words: command === undefined ? [] : [command, ...words], flags };
}

/** The index of the first word that is neither a flag nor the value of a flag. */
function firstWordAt(args: readonly string[], flags: readonly Flag[]): number {
  const valued = new Set(flags.filter(({ takesValue }) => takesValue).map(({ name }) => `--${name}`));
  let at = 0;
  while (args[at]?.startsWith('-')) at += valued.has(args[at] ?? '') ? 2 : 1;
  return at;
}

/** Parses the flags before the first word. The verb passes that word and all later arguments on, flags included. */
function parsePassing(args: readonly string[], verb: Verb, language: Language): Parsed {
  const at = firstWordAt(args, flagsOf(verb));
  const { flags } = parseVerb(args.slice(0, at), verb, language);
  return { words: args.slice(at), flags };
}

/** @throws AppError `usage` if no part has a RestVerb. */
function restOf(
  args: readonly string[],
  address: Address,
  verbs: readonly AnyVerb[],
  language: Language,
): ClientCommandLine {
  const verb = verbs.find(isRestVerb);
  if (verb !== undefined) return { kind: 'rest', address, verb, ...forServer(args) };
  const name = args[firstWordAt(args, clientFlags)];
  const names = namedVerbs(verbs).map((one) => one.name);
  const problem = name === undefined ? missingCommand : unknownCommandName(name, names);
  throw errors.usage({ problems: [problem[language]] });
}

const missingCommand: Text = { zh: '缺少命令', en: 'a command is missing' };

/** All verbs without the RestVerb. */
export const namedVerbs = (verbs: readonly AnyVerb[]): readonly Verb[] =>
  verbs.filter((verb): verb is Verb => !isRestVerb(verb));

/** The server parses this command line. Only the client's flags --no-auth and --language are removed. */
function forServer(args: readonly string[]): { words: readonly string[]; flags: Arguments['flags'] } {
  const { flags } = parseArguments(args, clientFlags);
  const own = args.filter((arg, index) => {
    const isValue = args[index - 1] === '--language';
    return !isValue && arg !== '--no-auth' && !/^--language(=|$)/.test(arg);
  });
  return { words: own, flags };
}

function wordCountProblem(
  { name, usage, words: { min, max } }: Verb,
  words: readonly string[],
): Text | undefined {
  if (words.length >= min && words.length <= max) return undefined;
  const shape = `${name} ${usage}`.trim();
  const isShort = words.length < min;
  return {
    zh: `${name} 的参数${isShort ? '不够' : '多了'}，写法是 ${shape}`,
    en: `${name} has too ${isShort ? 'few' : 'many'} arguments: write ${shape}`,
  };
}
