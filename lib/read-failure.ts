import type { Text } from './text/text.ts';

/** @returns the sentence about an error of node:fs or of readRegularFile. @throws `error` itself when it is not an error of the file system. */
export function readFailure(error: unknown, path: string): Text {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  if (code === 'ENOENT')
    return { zh: `没有这个文件，请创建：${path}`, en: `there is no such file; create it: ${path}` };
  if (code === 'NOT_A_FILE' || code === 'EISDIR')
    return { zh: `不是普通文件，请移走：${path}`, en: `is no regular file; move it away: ${path}` };
  return {
    zh: `无法读取（${code}），请检查文件：${path}`,
    en: `cannot be read (${code}); check the file: ${path}`,
  };
}
