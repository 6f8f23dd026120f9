import { type FileProblem, FileProblemsError, type IniReason } from '#lib/ini/problem.ts';

export type UsersFileReason =
  | IniReason
  | 'unreadable'
  | 'unwritable'
  | 'hard_link'
  | 'no_users'
  | 'changed'
  | 'bad_name'
  | 'duplicate_name'
  | 'unknown_key'
  | 'missing_password'
  | 'bad_password'
  | 'bad_timeout'
  | 'bad_value';

export type UsersFileProblem = FileProblem<UsersFileReason>;

/** All problems of config.ini. */
export class UsersFileError extends FileProblemsError<UsersFileProblem> {
  override readonly name = 'UsersFileError';
}
