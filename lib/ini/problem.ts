import { ConfigurationError, type Problem } from '#lib/configuration-error.ts';
import type { Text } from '#lib/text/text.ts';

export type IniReason =
  | 'invalid_utf8'
  | 'nul_character'
  | 'missing_header'
  | 'text_after_header'
  | 'duplicate_section'
  | 'missing_delimiter'
  | 'empty_key'
  | 'duplicate_key';

/** One thing in an INI file that cannot be honoured. */
export interface FileProblem<Reason extends string> {
  /** 1-based, counted as an editor counts; none when it is about the file as a whole. */
  readonly line?: number;
  readonly section?: string;
  readonly key?: string;
  readonly reason: Reason;
  /** What is wrong; the remedy comes last. It holds no value of the file: that may be a password. */
  readonly sentence: Text;
}

export type IniProblem = FileProblem<IniReason> & { readonly line: number };

/** All the problems of one text, in the order of their lines. There is at least one. Whoever knows the file names it. */
export class IniError extends ConfigurationError {
  override readonly name = 'IniError';
  readonly problems: readonly IniProblem[];

  constructor(problems: readonly IniProblem[]) {
    super(problems.map((problem) => problemIn('INI', problem)));
    this.problems = problems;
  }
}

/** The problem with its place: `config.ini:12 [egon] password`. */
export function problemIn(
  file: string,
  { line, section, key, sentence }: Omit<FileProblem<string>, 'reason'>,
): Problem {
  const location = [
    line === undefined ? file : `${file}:${line}`,
    ...(section === undefined ? [] : [`[${short(section)}]`]),
    ...(key === undefined ? [] : [short(key)]),
  ];
  return { location: location.join(' '), sentence };
}

const short = (name: string): string => (name.length > 80 ? `${name.slice(0, 79)}…` : name);
