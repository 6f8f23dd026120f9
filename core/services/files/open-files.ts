import { defineErrors } from '#core/errors.ts';
import type { Clock } from '#lib/clock.ts';
import { type FileStore, openFileStore } from '#lib/files/file-store.ts';
import { FileStoreError } from '#lib/files/file-store-error.ts';
import type { Logger } from '#lib/logger/logger.ts';

export interface OpenFilesParts {
  /** Absolute. Made when it is missing. */
  readonly folder: string;
  readonly quotaMebibytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export const folderErrors = defineErrors({
  files_folder: {
    exitCode: 2,
    text: ({ folder, reason }: { folder: string; reason: string }) => ({
      zh: `文件夹 ${folder} 不能用来存放文件（${reason}）：请检查 settings.ini 中 [files] 的 folder 和它的权限。`,
      en: `Files cannot be kept in ${folder} (${reason}). Check folder under [files] in settings.ini, and its mode.`,
    }),
  },
});

const mebibyte = 1024 * 1024;

/** Opens the store behind the service, before anybody is served. To be closed when the server has stopped. @throws AppError `files_folder` */
export async function openFiles({
  folder,
  quotaMebibytes,
  clock,
  logger,
}: OpenFilesParts): Promise<FileStore> {
  const onTrouble = ({ message }: Error) => logger.warning(`清理文件失败 (sweep of files failed) ${message}`);
  try {
    return await openFileStore({ folder, quotaBytes: quotaMebibytes * mebibyte, clock, onTrouble });
  } catch (error) {
    if (!(error instanceof FileStoreError)) throw error;
    const reason = 'systemCode' in error.fault ? error.fault.systemCode : error.fault.code;
    throw folderErrors.files_folder({ folder, reason });
  }
}
