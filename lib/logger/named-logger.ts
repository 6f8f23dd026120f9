import type { Level, Logger } from './logger.ts';
import { callerPlace } from './place.ts';

/** Where a record goes once it has its name and place. */
export interface RecordSink {
  isEnabled(level: Level): boolean;
  write(level: Level, name: string, place: string, message: string): void;
}

export class NamedLogger implements Logger {
  readonly #sink: RecordSink;
  readonly #name: string;
  readonly #place: string | undefined;

  constructor(sink: RecordSink, name: string, place?: string) {
    this.#sink = sink;
    this.#name = name;
    this.#place = place;
  }

  at(place: string): NamedLogger {
    return new NamedLogger(this.#sink, this.#name, place);
  }

  child(name: string): NamedLogger {
    return new NamedLogger(this.#sink, `${this.#name}.${name}`);
  }

  debug(message: string): void {
    this.#write('debug', message, this.debug);
  }

  info(message: string): void {
    this.#write('info', message, this.info);
  }

  warning(message: string): void {
    this.#write('warning', message, this.warning);
  }

  error(message: string): void {
    this.#write('error', message, this.error);
  }

  critical(message: string): void {
    this.#write('critical', message, this.critical);
  }

  #write(level: Level, message: string, calledAs: (message: string) => void): void {
    if (!this.#sink.isEnabled(level)) return;
    this.#sink.write(level, this.#name, this.#place ?? callerPlace(calledAs), message);
  }
}
