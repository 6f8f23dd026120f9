/** What the app sees of its logs. Types only, so that importing it costs nothing at run time. */

/** The words of Python's logging. */
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
   * The same logger, speaking from a known callSite such as `auth.ts:26`. The build writes this into every call:
   * `logger.info(` becomes `logger.at("auth.ts:26").info(`. Without it the callSite is read from a stack trace.
   */
  at(callSite: string): LevelCalls;
  /** A logger named below this one: `child('auth')` of `core` is `core.auth`. */
  child(name: string): Logger;
}

export interface LogSettings {
  /** Absolute path. Created, for its owner only, when it is missing. */
  folder: string;
  /** `all2` names the files `all2-2026-11-22.log`, `all2-2026-11-22.1.log` ..., and the link to the current one `all2.log`. */
  baseName: string;
  /** Lines below this level do not reach the file. */
  fileLevel: Level;
  /** Lines below this level do not reach the screen. */
  screenLevel: Level;
  /** Templates with the fields {time} {pid} {name} {callSite} {level} {message}. */
  fileFormat: string;
  screenFormat: string;
  /** A file that has grown past this size is followed by a new one. Whole KiB. */
  maxBytes: number;
  /** How many files are kept, the current one included. */
  keepFiles: number;
}

export interface LogOptions extends LogSettings {
  /** Milliseconds since 1970, written into the lines. The day in a file's name follows the system's clock. */
  now(): number;
  /** Receives each line meant for the screen, without a line end. */
  show(line: string): void;
  /** Receives the reason, once, when the file cannot be written. The lines are kept for a while and written when it can be again. */
  onTrouble(reason: string): void;
  /** How long to wait between two attempts while the file cannot be written. 1,000 if not given. */
  retryMs?: number;
}

export interface Logs {
  logger(name: string): Logger;
  /** Resolves when all lines logged so far have been handed to the operating system, or found to be unwritable. */
  flush(): Promise<void>;
  /** The same, at once: for handlers that cannot wait. The end of the process does it by itself. */
  flushSync(): void;
  /** Flushes and lets go of the file. A line logged afterwards is still written, at once. */
  close(): Promise<void>;
}
