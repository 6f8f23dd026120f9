import { ConfigurationError, type Problem } from '#lib/configuration-error.ts';
import { shorten } from '#lib/text/shorten.ts';
import { didYouMean, removeIt, suggest } from '#lib/text/suggest.ts';
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

/** All the problems of one text, in the order of their lines. There is at least one. They do not know the name of the file. */
export class IniError extends ConfigurationError {
  override readonly name = 'IniError';
  readonly problems: readonly IniProblem[];

  constructor(problems: readonly IniProblem[]) {
    super(problems.map((problem) => problemIn('INI', problem)));
    this.problems = problems;
  }
}

const shownCharsMax = 80;

/** Everything that is wrong in one file, when its name and its rules are known. */
export class FileProblemsError<P extends FileProblem<string>> extends ConfigurationError {
  readonly problems: readonly P[];

  constructor(file: string, problems: readonly P[]) {
    super(problems.map((problem) => problemIn(file, problem)));
    this.problems = problems;
  }
}

/** The problem with its location: `file.ini:12 [section] key`. */
export function problemIn(
  file: string,
  { line, section, key, sentence }: Omit<FileProblem<string>, 'reason'>,
): Problem {
  const location = [
    line === undefined ? file : `${file}:${line}`,
    ...(section === undefined ? [] : [`[${shorten(section, shownCharsMax)}]`]),
    ...(key === undefined ? [] : [shorten(key, shownCharsMax)]),
  ];
  return { location: location.join(' '), sentence };
}

/** The sentence about a key that means nothing in its file. */
export function unknownKey(key: string, known: Iterable<string>): Text {
  const end = didYouMean(suggest(key, known), removeIt);
  return { zh: `没有这个键${end.zh}`, en: `is an unknown key${end.en}` };
}
