import { fileErrors } from '#core/files/errors.ts';
import { checkFileName, composeFileName } from '#lib/files/file-name.ts';

/** Checks and normalizes a name of a file on the server, before any request. @throws AppError `bad_file_name` */
export function fileNameOf(given: string): string {
  if (checkFileName(given) !== 'ok') throw fileErrors.bad_file_name({ name: given });
  return composeFileName(given);
}
