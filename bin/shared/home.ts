import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { variable } from '#conf/app.ts';
import { ConfigurationError } from '#lib/configuration-error.ts';
import { datePlaceholder } from '#lib/logger/date-placeholder.ts';
import type { Text } from '#lib/text/text.ts';

/** The part of `Paths` that is checked. */
interface HomePaths {
  readonly base: string;
  conf(name: string): string;
}

/** @param home a value of the variable. @returns its absolute path. @throws ConfigurationError */
export function absoluteHome(home: string): string {
  try {
    return resolve(home);
  } catch {
    // A relative path needs the working directory.
    throw refusal({
      zh: `${home} 是相对路径，而当前文件夹已被删除，请换到别的文件夹`,
      en: `${home} is a relative path, and the working directory was removed; change to another one`,
    });
  }
}

/**
 * Checks the folder with conf/, db/ and log/ before anything is made in it: a mistyped path must not become a new home.
 * @throws ConfigurationError
 */
export function requireHome(paths: HomePaths): void {
  requireBase(paths);
  if (!isFolder(paths.conf('')))
    throw refusal({
      zh: `里面没有 conf/，请从程序的文件夹复制过来：${paths.base}`,
      en: `there is no conf/ in it; copy that of the app: ${paths.base}`,
    });
}

/** For the client, which needs no file of conf/. @throws ConfigurationError */
export function requireBase({ base }: HomePaths): void {
  // daily-rotate-file would write beside the folder.
  if (base.includes(datePlaceholder))
    throw refusal({
      zh: `路径里有 ${datePlaceholder}，日志会把它换成日期，请换一个文件夹：${base}`,
      en: `the log would replace ${datePlaceholder} in this path by a date; choose another folder: ${base}`,
    });
  if (!isFolder(base))
    throw refusal({
      zh: `没有这个文件夹，请创建它，并放入 conf/：${base}`,
      en: `there is no such folder; create it with a conf/ in it: ${base}`,
    });
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // ENOTDIR: a file is where a folder should be. EACCES: there is no way to it.
    return false;
  }
};

const refusal = (sentence: Text): ConfigurationError =>
  new ConfigurationError([{ location: variable('HOME'), sentence }]);
