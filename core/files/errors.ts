import { type AppError, defineErrors } from '#core/errors.ts';
import { FileShrank } from '#lib/files/block-reader.ts';
import { diskFailure, FileStoreError, isSystemError } from '#lib/files/file-store-error.ts';

type File = { readonly name: string };

/** The errors of the file store. */
export const fileErrors = defineErrors({
  bad_file_name: {
    exitCode: 2,
    text: ({ name }: File) => ({
      zh: `不能用 ${name} 作文件名：要有 1 到 255 个字节，不含 / \\ : * ? " < > | 和控制字符，首尾没有空格，不以点结尾，也不是 CON 之类的设备名。请换一个。`,
      en: `No file can be called ${name}. A name has 1 to 255 bytes, none of / \\ : * ? " < > | and no control characters, no blank at its ends, no dot at its end, and is no device such as CON. Choose another.`,
    }),
  },
  unknown_file: {
    exitCode: 4,
    text: ({ name }: File) => ({
      zh: `服务器上没有文件 ${name}：请用 ls 查看有哪些文件。`,
      en: `There is no file ${name} on the server. See what there is with ls.`,
    }),
  },
  not_a_file: {
    exitCode: 4,
    text: ({ name }: File) => ({
      zh: `服务器上的 ${name} 不是普通文件：请换一个名字，或请管理员查看。`,
      en: `${name} on the server is not a regular file. Choose another name, or ask the operator of the server.`,
    }),
  },
  quota_exceeded: {
    exitCode: 4,
    text: ({ neededBytes, leftBytes }: { neededBytes: number; leftBytes: number }) => ({
      zh: `空间不够：还需要 ${neededBytes} 字节，只剩 ${leftBytes} 字节。请先用 rm 删除一些文件。`,
      en: `Not enough room: ${neededBytes} more bytes are needed, and ${leftBytes} are left. Remove some files with rm first.`,
    }),
  },
  folder_full: {
    exitCode: 4,
    text: () => ({
      zh: '所有用户的文件加起来已到上限，什么也没有改变：请用 rm 删除一些文件、稍后再试，或请管理员调大 [files] 的 total_quota。',
      en: 'The files of all users together have reached their limit, and nothing has changed. Remove some files with rm, try again later, or ask the operator to raise total_quota under [files].',
    }),
  },
  too_many_files: {
    exitCode: 4,
    text: ({ filesMax }: { filesMax: number }) => ({
      zh: `文件太多：最多可以有 ${filesMax} 个。请先用 rm 删除一些文件。`,
      en: `There are too many files: ${filesMax} is the limit. Remove some with rm first.`,
    }),
  },
  damaged_transfer: {
    exitCode: 4,
    text: ({ name }: File) => ({
      zh: `${name} 在传输中损坏，没有保存，请重试。`,
      en: `${name} was damaged on the way and has not been stored. Try again.`,
    }),
  },
  changed_on_server: {
    exitCode: 4,
    text: () => ({
      zh: '服务器上的文件在读取时变短了：等它不再变化后请重试。',
      en: 'The file on the server became shorter while it was read. Try again when it does not change any more.',
    }),
  },
  server_full: {
    exitCode: 4,
    text: () => ({
      zh: '服务器的磁盘满了，什么也没有改变：请稍后再试，或请管理员腾出空间。',
      en: "The server's disk is full, and nothing has changed. Try again later, or ask the operator of the server to make room.",
    }),
  },
  server_disk: {
    exitCode: 4,
    text: ({ systemCode }: { systemCode: string }) => ({
      zh: `服务器的磁盘出错（${systemCode}），什么也没有改变：请稍后再试，或请管理员查看。`,
      en: `The server's disk failed (${systemCode}), and nothing has changed. Try again later, or ask the operator of the server.`,
    }),
  },
});

/** @returns the AppError for a failure of the store; any other error unchanged. */
export function toFileError(error: unknown): unknown {
  if (error instanceof FileShrank) return fileErrors.changed_on_server();
  if (!(error instanceof FileStoreError))
    return isSystemError(error) ? toFileError(diskFailure(error)) : error;
  const { fault } = error;
  const refusals: { readonly [Code in typeof fault.code]: (fault: never) => AppError } = {
    bad_name: fileErrors.bad_file_name,
    missing: fileErrors.unknown_file,
    not_a_file: fileErrors.not_a_file,
    quota: fileErrors.quota_exceeded,
    quota_of_all: fileErrors.folder_full,
    too_many_files: fileErrors.too_many_files,
    damaged: fileErrors.damaged_transfer,
    disk: ({ systemCode }: { systemCode: string }) =>
      isFull(systemCode) ? fileErrors.server_full() : fileErrors.server_disk({ systemCode }),
  };
  return refusals[fault.code](fault as never);
}

const isFull = (systemCode: string): boolean => systemCode === 'ENOSPC' || systemCode === 'EDQUOT';
