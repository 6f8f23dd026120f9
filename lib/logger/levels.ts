import type { Level, LogSettings } from './logger.ts';

/** Python's levels with winston's numbers: the most severe level has the lowest number. */
export const severity: Readonly<Record<Level, number>> = {
  critical: 0,
  error: 1,
  warning: 2,
  info: 3,
  debug: 4,
};

/** The lower of both levels. */
export const lowestLevel = ({
  fileLevel,
  screenLevel,
}: Pick<LogSettings, 'fileLevel' | 'screenLevel'>): Level =>
  severity[fileLevel] > severity[screenLevel] ? fileLevel : screenLevel;

/** Whether a line of this level goes to the file or to the screen. */
export const isEnabledBy = (
  settings: Pick<LogSettings, 'fileLevel' | 'screenLevel'>,
  level: Level,
): boolean => severity[level] <= severity[lowestLevel(settings)];
