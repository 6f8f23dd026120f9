import { DatabaseError } from '#db/database.ts';
import { ConfigurationError } from '#lib/configuration-error.ts';
import { AppError, errors } from './errors.ts';

/** Turns an error that a user can cause, thrown by any layer, into an AppError. @returns undefined for a bug. */
export function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof ConfigurationError) return errors.configuration({ problems: error.lines });
  if (error instanceof DatabaseError && error.code === 'in_use') return errors.database_in_use();
  if (error instanceof DatabaseError) return errors.database({ problem: error.text });
  return undefined;
}
