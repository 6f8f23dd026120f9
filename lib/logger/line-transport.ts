import Transport from 'winston-transport';
import { type LogRecord, lineFormat } from './line-format.ts';
import type { Level } from './logger.ts';

export interface LineTransportOptions {
  /** The transport ignores records below this level. */
  level: Level;
  template: string;
  write(line: string): void;
}

/** A winston transport that passes each record to `write` as one formatted line. */
export class LineTransport extends Transport {
  readonly #toLine: (record: LogRecord) => string;
  readonly #write: (line: string) => void;

  constructor({ level, template, write }: LineTransportOptions) {
    super({ level });
    this.#toLine = lineFormat(template);
    this.#write = write;
  }

  override log(record: LogRecord, done: () => void): void {
    try {
      this.#write(this.#toLine(record));
    } finally {
      done(); // Without this call winston holds back all further records, also those of the other transports.
    }
  }
}
