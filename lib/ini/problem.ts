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

/** One problem of an INI file. */
export interface FileProblem<Reason extends string> {
  /** 1-based line number, as in an editor; undefined for a problem of the whole file. */
  readonly line?: number;
  readonly section?: string;
  readonly key?: string;
  readonly reason: Reason;
  /** The problem, followed by the remedy. It contains no value of the file, because a value may be a password. */
  readonly sentence: Text;
}

export type IniProblem = FileProblem<IniReason> & { readonly line: number };

/** Lists all problems of one text (at least one) in the order of the lines, without the name of the file. */
export class IniError extends ConfigurationError {
  override readonly name = 'IniError';
  readonly problems: readonly IniProblem[];

  constructor(problems: readonly IniProblem[]) {
    super(problems.map((problem) => problemIn('INI', problem)));
    this.problems = problems;
  }
}

const shownCharsMax = 80;

/** Lists all problems of one file, with its name. */
export class FileProblemsError<P extends FileProblem<string>> extends ConfigurationError {
  readonly problems: readonly P[];

  constructor(file: string, problems: readonly P[]) {
    super(problems.map((problem) => problemIn(file, problem)));
    this.problems = problems;
  }
}

/** @returns the problem with its location, such as `file.ini:12 [section] key`. */
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

/** @param known the keys that the file may contain. @returns the sentence about an unknown key. */
export function unknownKey(key: string, known: Iterable<string>): Text {
  const end = didYouMean(suggest(key, known), removeIt);
  return { zh: `没有这个键${end.zh}`, en: `is an unknown key${end.en}` };
}
