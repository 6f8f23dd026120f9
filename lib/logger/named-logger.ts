import { callSiteOf } from './call-site.ts';
import type { Level, Logger, RecordSink } from './logger.ts';

export class NamedLogger implements Logger {
  readonly #sink: RecordSink;
  readonly #name: string;
  readonly #callSite: string | undefined;

  constructor(sink: RecordSink, name: string, callSite?: string) {
    this.#sink = sink;
    this.#name = name;
    this.#callSite = callSite;
  }

  at(callSite: string): NamedLogger {
    return new NamedLogger(this.#sink, this.#name, callSite);
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
    this.#sink.write(level, this.#name, this.#callSite ?? callSiteOf(calledAs), message);
  }
}
