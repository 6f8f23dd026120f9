import type { Settings } from '#bin/parts/settings.ts';
import { logging } from '#conf/logging.ts';
import type { Clock } from '#lib/clock.ts';
import { type LazyLogs, lazyLogs } from '#lib/logger/lazy-logs.ts';
import type { LogOptions, Logs } from '#lib/logger/logger.ts';
import type { Text } from '#lib/text/text.ts';
import type { Paths } from './paths.ts';

export interface LogFileOptions {
  readonly settings: Settings;
  readonly paths: Paths;
  readonly clock: Clock;
  /** Prints a log line on the screen. */
  readonly warn: (line: string) => void;
  /** Default: the base name of the app's log. */
  readonly baseName?: string;
}

/** Opens a log in log/ with the levels of the settings. */
export async function openLogFile(options: LogFileOptions): Promise<Logs> {
  const { openLogs } = await import('#lib/logger/open-logs.ts');
  return openLogs(logOptions(options));
}

/** The same log, opened after its first line: that takes longer than most commands compute. */
export const lazyLogFile = (options: LogFileOptions): LazyLogs =>
  lazyLogs(logOptions(options), () => openLogFile(options));

const logOptions = ({
  settings,
  paths,
  clock,
  warn,
  baseName = logging.baseName,
}: LogFileOptions): LogOptions => ({
  ...logging,
  baseName,
  fileLevel: settings.log.fileLevel,
  screenLevel: settings.log.screenLevel,
  folder: paths.logFolder,
  now: () => clock.nowMs(),
  show: warn,
  onTrouble: (reason) => warn(logTrouble(paths.logFolder, reason)[settings.language]),
});

const logTrouble = (folder: string, reason: string): Text => ({
  zh: `日志写不进 ${folder}（${reason}）。程序继续运行；请检查该文件夹，恢复后会接着写。`,
  en: `The log cannot be written to ${folder} (${reason}). The app goes on; check the folder, and logging resumes.`,
});
