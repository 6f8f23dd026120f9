import type { LogSettings } from '#lib/logger/logger.ts';

/** The three formats of a log line. A line in the file is `standard`, one on the screen `simple`. */
export const formats = {
  standard: '[{time}][MainThread:{pid}][task_id:{name}][{callSite}][{level}][{message}]',
  simple: '[{level}][{time}][{callSite}]{message}',
  idSimple: '[{level}][{time}] {message}',
};

/** Everything about the logs but their folder. The levels may be changed in settings.ini. */
export const logging: Omit<LogSettings, 'folder'> = {
  baseName: 'all2',
  fileLevel: 'debug',
  screenLevel: 'warning',
  fileFormat: formats.standard,
  screenFormat: formats.simple,
  maxBytes: 5 * 1024 * 1024,
  keepFiles: 5,
};
