import { type IniReason, listProblems, problemText } from '#lib/ini/problem.ts';
import { clean } from '#lib/text/clean.ts';

export type UsersFileReason =
  | IniReason
  | 'unreadable'
  | 'unwritable'
  | 'changed'
  | 'bad_name'
  | 'duplicate_name'
  | 'unknown_key'
  | 'missing_password'
  | 'bad_password'
  | 'bad_timeout'
  | 'bad_value';

/** One thing in config.ini that cannot be honoured. The sentence ends with the remedy and holds no password. */
export interface UsersFileProblem {
  /** 1-based; none when it is about the file as a whole. */
  readonly line?: number;
  readonly section?: string;
  readonly key?: string;
  readonly reason: UsersFileReason;
  readonly sentence: string;
}

/** What is wrong with config.ini, all of it: `config.ini:12 [egon] password: reason and remedy`, a line for each. */
export class UsersFileError extends Error {
  override readonly name = 'UsersFileError';
  readonly problems: readonly UsersFileProblem[];

  constructor(file: string, problems: readonly UsersFileProblem[]) {
    super(listProblems(problems.map((problem) => describe(file, problem))));
    this.problems = problems;
  }
}

const describe = (file: string, { line, ...problem }: UsersFileProblem): string =>
  clean(line === undefined ? `${file}: ${problem.sentence}` : `${file}:${problemText({ line, ...problem })}`);
