import type { LogSettings } from '#lib/logger/logger.ts';

/** Formats of a log line. The log file uses `standard`, the screen uses `simple`. */
export const formats = {
  standard: '[{time}][MainThread:{pid}][task_id:{name}][{callSite}][{level}][{message}]',
  simple: '[{level}][{time}][{callSite}]{message}',
  idSimple: '[{level}][{time}] {message}',
};

/** Settings of the logs, except their folder. settings.ini can change the levels. */
export const logging: Omit<LogSettings, 'folder'> = {
  baseName: 'all2',
  fileLevel: 'debug',
  screenLevel: 'warning',
  fileFormat: formats.standard,
  screenFormat: formats.simple,
  maxBytes: 5 * 1024 * 1024,
  keepFiles: 5,
};
