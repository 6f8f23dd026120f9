import { isEnabledBy } from './levels.ts';
import type { LogOptions, Logs, RecordSink } from './logger.ts';
import { NamedLogger } from './named-logger.ts';

type Record = Parameters<RecordSink['write']>;

export interface LazyLogs extends Logs {
  /** Opens the log if lines wait for that. @returns undefined when none wait: an exit then loses nothing. */
  pending(): Promise<void> | undefined;
}

/**
 * Logs that open shortly after their first line, when the program waits for something else. Until then the lines are kept
 * in memory: await `pending` before an exit.
 */
export function lazyLogs(
  options: Pick<LogOptions, 'fileLevel' | 'screenLevel' | 'now'>,
  open: () => Promise<Logs>,
): LazyLogs {
  const waiting: Record[] = [];
  let opening: Promise<Logs> | undefined;
  let opened: Logs | undefined;

  const openNow = (): Promise<Logs> => {
    opening ??= open().then((logs) => {
      opened = logs;
      for (const record of waiting.splice(0)) logs.sink.write(...record);
      return logs;
    });
    return opening;
  };
  const sink: RecordSink = {
    isEnabled: (level) => isEnabledBy(options, level),
    write(level, name, callSite, message, timeMs = options.now()) {
      if (opened !== undefined) return opened.sink.write(level, name, callSite, message, timeMs);
      if (waiting.push([level, name, callSite, message, timeMs]) === 1) setImmediate(() => void openNow());
    },
  };
  return {
    sink,
    logger: (name) => new NamedLogger(sink, name),
    pending: () => (waiting.length > 0 ? openNow().then(() => {}) : undefined),
    flush: async () => (waiting.length > 0 ? await openNow() : opened)?.flush(),
    flushSync: () => opened?.flushSync(),
    close: async () => (waiting.length > 0 ? await openNow() : opened)?.close(),
  };
}
