import type { FileNameVerdict } from './file-name.ts';

/** The reason of a failed call. The store is unchanged. */
export type FileStoreFault =
  | { readonly code: 'bad_name'; readonly name: string; readonly verdict: Exclude<FileNameVerdict, 'ok'> }
  | { readonly code: 'missing'; readonly name: string }
  /** The name is that of a folder, a link or a device, which was created by hand. */
  | { readonly code: 'not_a_file'; readonly name: string }
  | { readonly code: 'quota'; readonly neededBytes: number; readonly leftBytes: number }
  /** All owners together have no room for the file. */
  | { readonly code: 'quota_of_all' }
  | { readonly code: 'too_many_files'; readonly filesMax: number }
  /** The checksum of the received bytes is not that of the sender. */
  | { readonly code: 'damaged'; readonly name: string }
  /** `systemCode` is the system's error code: ENOSPC, EIO, EROFS ... */
  | { readonly code: 'disk'; readonly systemCode: string };

export class FileStoreError extends Error {
  override readonly name = 'FileStoreError';
  readonly fault: FileStoreFault;

  constructor(fault: FileStoreFault, options?: ErrorOptions) {
    super(`file store: ${JSON.stringify(fault)}`, options);
    this.fault = fault;
  }
}

/** Converts a system error. @throws the error itself if it is no system error: a bug. */
export function diskFailure(error: unknown): FileStoreError {
  if (error instanceof FileStoreError) return error;
  if (!isSystemError(error)) throw error;
  return new FileStoreError({ code: 'disk', systemCode: error.code }, { cause: error });
}

/** Whether the system has failed, with a code such as ENOSPC or EIO. */
export const isSystemError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && /^E[A-Z0-9]+$/.test(systemCodeOf(error) ?? '');

export const systemCodeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
