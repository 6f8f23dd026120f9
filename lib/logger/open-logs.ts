import { setImmediate } from 'node:timers/promises';
import winston from 'winston';
import { LineQueue } from './line-queue.ts';
import { LineTransport } from './line-transport.ts';
import type { Level, LogOptions, Logs } from './logger.ts';
import { NamedLogger, type RecordSink } from './named-logger.ts';
import { RotatingFile } from './rotating-file.ts';

/** Python's levels with winston's numbers: the most severe level has the lowest number. */
const severity: Record<Level, number> = { critical: 0, error: 1, warning: 2, info: 3, debug: 4 };

/**
 * Opens the log file and connects the screen. When the folder cannot be written, it does not throw: it calls `onTrouble`,
 * and the lines wait. @throws Error when a format has an unknown field.
 */
export async function openLogs(options: LogOptions): Promise<Logs> {
  const { fileLevel, screenLevel, now, onTrouble, show, retryMs = 1000 } = options;
  const file = new RotatingFile(options);
  const queue = new LineQueue({
    textBytesMax: file.textBytesMax,
    write: (lines) => file.write(lines),
    onTrouble: (error) => onTrouble(error.message),
    onRecovered: (dropped) => {
      if (dropped > 0) logger.warning(`${dropped} lines were dropped while the log could not be written`);
    },
    retryMs,
  });
  const level = severity[fileLevel] > severity[screenLevel] ? fileLevel : screenLevel;
  const pipeline = winston.createLogger({
    levels: severity,
    level,
    format: winston.format((record) => record)(), // Each transport formats by itself; winston's default would produce JSON before.
    transports: [
      new LineTransport({ level: fileLevel, template: options.fileFormat, write: (line) => queue.add(line) }),
      new LineTransport({ level: screenLevel, template: options.screenFormat, write: show }),
    ],
  });
  const sink: RecordSink = {
    isEnabled: (asked) => severity[asked] <= severity[level],
    write: (asked, name, callSite, message) =>
      pipeline.log({ level: asked, message, time: now(), name, callSite }),
  };
  const logger = new NamedLogger(sink, 'lib.logger');

  const atExit = () => queue.close();
  process.on('exit', atExit);
  try {
    file.open();
  } catch {
    // The first line causes the same error, and its write reports it.
  }
  await setImmediate(); // daily-rotate-file emits the name of its file before this resolves.

  return {
    logger: (name) => new NamedLogger(sink, name),
    flush: async () => queue.flush(),
    flushSync: () => queue.flush(),
    close: async () => {
      queue.close();
      file.close();
      process.off('exit', atExit);
    },
  };
}
