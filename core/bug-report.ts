import { randomBytes } from 'node:crypto';
import type { Logger } from '#lib/logger/logger.ts';
import type { Text } from '#lib/text/text.ts';

/** The process that has the bug, as the reader of the sentence sees it. */
export type BugLocation = 'app' | 'server' | 'remote server';

export interface BugReportOptions {
  readonly location: BugLocation;
  /** Undefined before the log is open. The sentence then contains the stack. */
  readonly logger: Logger | undefined;
  /** The connection that the process was serving. */
  readonly connectionId?: string;
}

/** Logs a bug with its stack and a new id. @returns the sentence for the screen, with the same id. */
export function reportBug(error: unknown, { location, logger, connectionId }: BugReportOptions): Text {
  const id = randomBytes(4).toString('hex');
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const connection = connectionId === undefined ? '' : ` ${connectionId}`;
  if (logger !== undefined) logger.critical(`程序错误 (bug) id=${id}${connection} ${stack}`);
  const { zh, en } = sentences[location](id);
  return logger === undefined ? { zh: `${zh}\n${stack}`, en: `${en}\n${stack}` } : { zh, en };
}

const sentences: Readonly<Record<BugLocation, (id: string) => Text>> = {
  app: (id) => ({
    zh: `程序出错了，已记入日志，错误编号 ${id}。`,
    en: `Something went wrong in the app. The log has the details under the id ${id}.`,
  }),
  server: (id) => ({
    zh: `服务器出错了，已记入日志，错误编号 ${id}。`,
    en: `Something went wrong in the server. The log has the details under the id ${id}.`,
  }),
  'remote server': (id) => ({
    zh: `服务器出错了，已记入它的日志，错误编号 ${id}。`,
    en: `Something went wrong in the server. Its log has the details under the id ${id}.`,
  }),
};
