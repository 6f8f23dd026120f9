/** The interface of the logs. This file has types only, so that its import costs nothing at run time. */

/** The level names of Python's logging. */
export type Level = 'debug' | 'info' | 'warning' | 'error' | 'critical';

export interface LevelCalls {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  critical(message: string): void;
}

export interface Logger extends LevelCalls {
  /**
   * @returns the same logger with a fixed call site, such as `auth.ts:26`. The build writes this into every call:
   * `logger.info(` becomes `logger.at("auth.ts:26").info(`. Without it the logger reads the call site from a stack trace.
   */
  at(callSite: string): LevelCalls;
  /** @returns a logger whose name extends this one: `child('auth')` of `core` is `core.auth`. */
  child(name: string): Logger;
}

export interface LogSettings {
  /** Absolute path. A missing folder is created with mode 0700. */
  folder: string;
  /** With `all2` the files are `all2-2026-11-22.log`, `all2-2026-11-22.1.log` ..., and `all2.log` links to the current one. */
  baseName: string;
  /** Lowest level that goes to the file. */
  fileLevel: Level;
  /** Lowest level that goes to the screen. */
  screenLevel: Level;
  /** Templates with the fields {time} {pid} {name} {callSite} {level} {message}. */
  fileFormat: string;
  screenFormat: string;
  /** When a file is larger than this, a new one follows. A multiple of 1,024. */
  maxBytes: number;
  /** Maximum number of files, including the current one. */
  keepFiles: number;
}

export interface LogOptions extends LogSettings {
  /** @returns milliseconds since 1970, for the lines. The day in the name of a file follows the system clock. */
  now(): number;
  /** Called with each line for the screen, without a line end. */
  show(line: string): void;
  /** Called once with the reason when the file cannot be written. The lines are kept, up to a limit, until a retry succeeds. */
  onTrouble(reason: string): void;
  /** Time between two attempts while the file cannot be written. Default: 1,000. */
  retryMs?: number;
}

/** Takes records with their names and call sites. */
export interface RecordSink {
  isEnabled(level: Level): boolean;
  /** @param timeMs milliseconds since 1970. Default: now. */
  write(level: Level, name: string, callSite: string, message: string, timeMs?: number): void;
}

export interface Logs {
  /** Where the loggers write. */
  readonly sink: RecordSink;
  logger(name: string): Logger;
  /** Resolves when all lines so far are written to the operating system, or the write has failed. */
  flush(): Promise<void>;
  /** Like `flush`, but synchronous, for handlers that cannot wait. The exit of the process flushes by itself. */
  flushSync(): void;
  /** Flushes and closes the file. A later line is still written, immediately. */
  close(): Promise<void>;
}
