import { defineErrors } from '#core/errors.ts';
import { isSystemError } from '#lib/files/file-store-error.ts';
import type { Text } from '#lib/text/text.ts';

/** Errors of a transfer on the client's side. */
export const transferErrors = defineErrors({
  unusable_file: {
    exitCode: 2,
    text: ({ path, reason }: { path: string; reason: Text }) => ({
      zh: `${path}：${reason.zh}`,
      en: `${path}: ${reason.en}`,
    }),
  },
  file_changed: {
    exitCode: 4,
    text: ({ path }: { path: string }) => ({
      zh: `${path} 在发送时被修改，没有保存到服务器：等它不再变化后请重试。`,
      en: `${path} was changed while it was sent, and has not been stored. Try again when it does not change any more.`,
    }),
  },
  list_too_long: {
    exitCode: 4,
    text: () => ({
      zh: '服务器上的文件多得列不出来：请管理员在服务器上查看，或请他删除一些。',
      en: 'The server has more files than can be listed. Ask the operator of the server to look there, or to remove some.',
    }),
  },
  plain_broken: {
    exitCode: 5,
    text: ({ address }: { address: string }) => ({
      zh: `与 ${address} 的连接断了，文件没有保存。课程的格式不能接着传，也不带原因：请去掉 --plain 查看原因，或整个重新发送。`,
      en: `The connection to ${address} was lost, and nothing was stored. The course's format cannot continue a transfer, and carries no reason. Leave out --plain to see the reason, or send the whole file again.`,
    }),
  },
  transfer_broken: {
    exitCode: 5,
    text: ({ address }: { address: string }) => ({
      zh: `与 ${address} 的连接断了；已传的部分还在，请再运行一次同样的命令，就会接着传。`,
      en: `The connection to ${address} was lost. The received part is kept: run the same command again to continue.`,
    }),
  },
});

/** @returns the AppError for a failure of the local file system. @throws any other error unchanged. */
export function unusable(error: unknown, path: string): Error {
  if (!isSystemError(error)) throw error;
  return transferErrors.unusable_file({ path, reason: reasons[error.code] ?? otherReason(error.code) });
}

const reasons: Readonly<Record<string, Text>> = {
  ENOENT: {
    zh: '没有这个文件或文件夹，请检查路径。',
    en: 'there is no such file or folder. Check the path.',
  },
  EACCES: {
    zh: '没有权限，请检查文件和文件夹的权限。',
    en: 'permission denied. Check the modes of file and folder.',
  },
  ENOSPC: { zh: '磁盘满了，请先腾出空间。', en: 'the disk is full. Make room first.' },
};
const otherReason = (code: string): Text => ({
  zh: `出错了（${code}），请检查文件和磁盘。`,
  en: `it failed (${code}). Check the file and the disk.`,
});

/** For a folder, a pipe or a device. They have no fixed size, which a transfer needs. */
export const notRegular: Text = {
  zh: '不是普通文件；文件夹请先打包，例如用 tar。',
  en: 'this is not a regular file. Pack a folder first, with tar for example.',
};
