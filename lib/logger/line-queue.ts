export interface LineQueueOptions {
  /** Preferred maximum size of one `write`. A longer single line is still one write. */
  textBytesMax: number;
  /** Writes whole lines. When it throws, it has written none of them. */
  write(lines: string): void;
  /** Called at the first failed write, and not again before `onRecovered`. */
  onTrouble(error: Error): void;
  /** @param dropped number of lines that did not fit into the queue while writes failed. */
  onRecovered(dropped: number): void;
  retryMs: number;
}

/** The queue writes at once from this size on, so that a burst within one turn of the event loop does not fill the memory. */
const writeAtChars = 1024 * 1024;
const keepLinesMax = 10_000;
const keepCharsMax = 8 * 1024 * 1024;

/** Joins the lines of one turn of the event loop into one write. Keeps unwritten lines, up to a limit, and retries. */
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

  /** Writes all lines now. It does not throw; a failure goes to `onTrouble`. */
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

  /** @returns the end of a text that starts at line `from`: at least one line, then as many as fit. */
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
    // Unreferenced: the retry does not keep the process alive, and the exit of the process flushes once more.
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
