import { DatabaseError } from '#db/database.ts';
import { AppError, errors } from './errors.ts';
import { UsersFileError } from './users/users-file.ts';

/** What a user caused, whichever layer noticed it. @returns undefined for a bug. */
export function appErrorOf(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof DatabaseError && error.code === 'in_use') return errors.database_in_use();
  if (error instanceof DatabaseError) return errors.database({ problem: error.message });
  if (error instanceof UsersFileError) return errors.configuration({ problems: error.message.split('\n') });
  return undefined;
}
