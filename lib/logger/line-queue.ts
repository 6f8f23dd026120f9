export interface LineQueueOptions {
  /** How large a text `write` likes. */
  textBytesMax: number;
  /** Writes whole lines, or throws and has written none of them. */
  write(lines: string): void;
  /** Called once, until `onRecovered`. */
  onTrouble(error: Error): void;
  /** `dropped`: how many lines did not fit into the queue meanwhile. */
  onRecovered(dropped: number): void;
  retryMs: number;
}

/** Enough to join the writes of one turn of the event loop; more is written at once, so that memory stays flat. */
const writeAtChars = 1024 * 1024;
const keepLinesMax = 10_000;
const keepCharsMax = 8 * 1024 * 1024;

/** Joins the lines of one turn of the event loop into one write. Lines that cannot be written are kept, up to a limit. */
export class LineQueue {
  readonly #options: LineQueueOptions;
  #lines: string[] = [];
  #chars = 0;
  #dropped = 0;
  #inTrouble = false;
  #closed = false;
  #nextWrite: NodeJS.Immediate | undefined;
  #nextTry: NodeJS.Timeout | undefined;

  constructor(options: LineQueueOptions) {
    this.#options = options;
  }

  add(line: string): void {
    if (this.#inTrouble && (this.#lines.length >= keepLinesMax || this.#chars + line.length > keepCharsMax)) {
      this.#dropped++;
      return;
    }
    this.#lines.push(`${line}\n`);
    this.#chars += line.length + 1;
    if (this.#closed) this.flush();
    else if (!this.#inTrouble) this.#schedule();
  }

  /** Writes everything now. Does not throw: trouble is reported to `onTrouble`. */
  flush(): void {
    this.#cancel();
    const error = this.#writeAll();
    if (error !== undefined) this.#fail(error);
    else if (this.#inTrouble) this.#recover();
  }

  /** Flushes. A line added afterwards is written at once. */
  close(): void {
    this.#closed = true;
    this.flush();
    this.#cancel();
  }

  #schedule(): void {
    if (this.#chars >= writeAtChars) this.flush();
    else this.#nextWrite ??= setImmediate(() => this.flush());
  }

  #writeAll(): Error | undefined {
    let from = 0;
    try {
      while (from < this.#lines.length) {
        const to = this.#textEnd(from);
        this.#options.write(this.#lines.slice(from, to).join(''));
        from = to;
      }
      return undefined;
    } catch (error) {
      return error as Error;
    } finally {
      for (let written = 0; written < from; written++) this.#chars -= this.#lines[written]?.length ?? 0;
      this.#lines = this.#lines.slice(from);
    }
  }

  /** Where to end a text that starts at line `from`: at least one line, then as many as fit. */
  #textEnd(from: number): number {
    let to = from;
    let bytes = 0;
    do {
      bytes += Buffer.byteLength(this.#lines[to++] ?? '');
    } while (
      to < this.#lines.length &&
      bytes + Buffer.byteLength(this.#lines[to] ?? '') <= this.#options.textBytesMax
    );
    return to;
  }

  #fail(error: Error): void {
    const isNews = !this.#inTrouble;
    this.#inTrouble = true;
    // Not a reason to keep the process alive: its end tries once more.
    if (!this.#closed) this.#nextTry = setTimeout(() => this.flush(), this.#options.retryMs).unref();
    if (isNews) this.#options.onTrouble(error);
  }

  #recover(): void {
    const dropped = this.#dropped;
    this.#dropped = 0;
    this.#inTrouble = false;
    this.#options.onRecovered(dropped);
  }

  #cancel(): void {
    clearImmediate(this.#nextWrite);
    clearTimeout(this.#nextTry);
    this.#nextWrite = undefined;
    this.#nextTry = undefined;
  }
}
