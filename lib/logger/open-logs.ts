import { setImmediate } from 'node:timers/promises';
import winston from 'winston';
import { isEnabledBy, lowestLevel, severity } from './levels.ts';
import { LineQueue } from './line-queue.ts';
import { LineTransport } from './line-transport.ts';
import type { LogOptions, Logs, RecordSink } from './logger.ts';
import { NamedLogger } from './named-logger.ts';
import { RotatingFile } from './rotating-file.ts';

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
  const pipeline = winston.createLogger({
    levels: severity,
    level: lowestLevel(options),
    format: winston.format((record) => record)(), // Each transport formats by itself; winston's default would produce JSON before.
    transports: [
      new LineTransport({ level: fileLevel, template: options.fileFormat, write: (line) => queue.add(line) }),
      new LineTransport({ level: screenLevel, template: options.screenFormat, write: show }),
    ],
  });
  const sink: RecordSink = {
    isEnabled: (level) => isEnabledBy(options, level),
    write: (level, name, callSite, message, timeMs = now()) =>
      pipeline.log({ level, message, time: timeMs, name, callSite }),
  };
  const logger = new NamedLogger(sink, 'lib.logger');

  const atExit = () => queue.close();
  process.on('exit', atExit);
  try {
    file.open();
  } catch {
    // The first line causes the same error, and its write reports it.
  }
  if (file.movedAside !== undefined)
    logger.info(`${options.baseName}.log 原是普通文件 (was an ordinary file), renamed to ${file.movedAside}`);
  await setImmediate(); // daily-rotate-file emits the name of its file before this resolves.

  return {
    sink,
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
