import Transport from 'winston-transport';
import { type LogRecord, lineFormat } from './line-format.ts';
import type { Level } from './logger.ts';

export interface LineTransportOptions {
  /** Records below this level are not for this transport. */
  level: Level;
  template: string;
  write(line: string): void;
}

/** A winston transport that hands each record to `write` as one finished line. */
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
      done(); // Without it winston holds back every further record, those for the other transports as well.
    }
  }
}
