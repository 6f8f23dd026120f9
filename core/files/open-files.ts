import { defineErrors } from '#core/errors.ts';
import { DatabaseError } from '#db/database.ts';
import { type FolderLock, lockFolder } from '#db/sqlite/files/folder-lock.ts';
import type { Clock } from '#lib/clock.ts';
import { type FileStore, openFileStore } from '#lib/files/file-store.ts';
import { FileStoreError } from '#lib/files/file-store-error.ts';
import type { Logger } from '#lib/logger/logger.ts';

export interface OpenFilesOptions {
  /** An absolute path. The folder is created if it is missing. */
  readonly folder: string;
  /** Per owner. */
  readonly quotaMebibytes: number;
  /** For all owners together. */
  readonly totalQuotaMebibytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export const folderErrors = defineErrors({
  files_folder: {
    exitCode: 2,
    text: ({ folder, reason }: { folder: string; reason: string }) =>
      reason === 'in_use'
        ? {
            zh: `另一个服务器正在用文件夹 ${folder} 存放文件：请先停止它，或在 settings.ini 中 [files] 的 folder 写另一个文件夹。`,
            en: `Another server keeps its files in ${folder}. Stop it first, or choose another folder under [files] in settings.ini.`,
          }
        : {
            zh: `文件夹 ${folder} 不能用来存放文件（${reason}）：请检查 settings.ini 中 [files] 的 folder 和它的权限。`,
            en: `Files cannot be kept in ${folder} (${reason}). Check folder under [files] in settings.ini, and its mode.`,
          },
  },
});

const mebibyte = 1024 * 1024;

/**
 * Opens the file store and locks its folder. Close the store after the server has stopped.
 * @throws AppError `files_folder`
 */
export async function openFiles({
  folder,
  quotaMebibytes,
  totalQuotaMebibytes,
  clock,
  logger,
}: OpenFilesOptions): Promise<FileStore> {
  const onTrouble = ({ message }: Error) => logger.warning(`清理文件失败 (sweep of files failed) ${message}`);
  let lock: FolderLock | undefined;
  const claim = (): void => {
    if (lock?.isInPlace()) return;
    // The folder was removed, and the lock with it. Another server may have made and locked a new one.
    lock?.release();
    lock = lockFolder(folder);
  };
  const claimAgain = (): void => {
    try {
      claim();
    } catch (error) {
      throw new FileStoreError({ code: 'disk', systemCode: reasonOf(error) }, { cause: error });
    }
  };
  try {
    // The lock comes first: an opening store removes unfinished uploads, which another server may be writing.
    claim();
    const store = await openFileStore({
      folder,
      quotaBytes: quotaMebibytes * mebibyte,
      totalBytes: totalQuotaMebibytes * mebibyte,
      clock,
      claim: claimAgain,
      onTrouble,
    });
    return { ...store, close: () => store.close().finally(() => lock?.release()) };
  } catch (error) {
    lock?.release();
    throw folderErrors.files_folder({ folder, reason: reasonOf(error) });
  }
}

/** @throws the error itself if it is a bug. */
function reasonOf(error: unknown): string {
  if (error instanceof DatabaseError) return error.code;
  if (!(error instanceof FileStoreError)) throw error;
  return 'systemCode' in error.fault ? error.fault.systemCode : error.fault.code;
}
