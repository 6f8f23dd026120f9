import { ConfigurationError } from '#lib/configuration-error.ts';
import { type FileProblem, type IniReason, problemIn } from '#lib/ini/problem.ts';

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

export type UsersFileProblem = FileProblem<UsersFileReason>;

/** What is wrong with config.ini, all of it. */
export class UsersFileError extends ConfigurationError {
  override readonly name = 'UsersFileError';
  readonly problems: readonly UsersFileProblem[];

  constructor(file: string, problems: readonly UsersFileProblem[]) {
    super(problems.map((problem) => problemIn(file, problem)));
    this.problems = problems;
  }
}
