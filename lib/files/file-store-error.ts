import type { FileNameVerdict } from './file-name.ts';

/** Why the store did not do what it was asked to. Nothing has changed then. */
export type FileStoreFault =
  | { readonly code: 'bad_name'; readonly name: string; readonly verdict: Exclude<FileNameVerdict, 'ok'> }
  | { readonly code: 'missing'; readonly name: string }
  /** The name belongs to something that is no file: a folder, a link, a device. It was put there by hand. */
  | { readonly code: 'not_a_file'; readonly name: string }
  | { readonly code: 'quota'; readonly neededBytes: number; readonly leftBytes: number }
  | { readonly code: 'too_many_files'; readonly filesMax: number }
  /** What arrived is not what was sent. */
  | { readonly code: 'damaged'; readonly name: string }
  /** `systemCode` is the system's: ENOSPC, EIO, EROFS ... */
  | { readonly code: 'disk'; readonly systemCode: string };

export class FileStoreError extends Error {
  override readonly name = 'FileStoreError';
  readonly fault: FileStoreFault;

  constructor(fault: FileStoreFault, options?: ErrorOptions) {
    super(`file store: ${JSON.stringify(fault)}`, options);
    this.fault = fault;
  }
}

/** An error of the system as the store's. @throws the error itself when it is not one of the system: a bug. */
export function diskFailure(error: unknown): FileStoreError {
  if (error instanceof FileStoreError) return error;
  const systemCode = systemCodeOf(error);
  if (systemCode === undefined || !/^E[A-Z0-9]+$/.test(systemCode)) throw error;
  return new FileStoreError({ code: 'disk', systemCode }, { cause: error });
}

export const systemCodeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
