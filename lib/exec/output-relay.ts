import type { Readable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';

const outputNames = ['stdout', 'stderr'] as const;
export type OutputName = (typeof outputNames)[number];

/** Takes one chunk. The next chunk waits until the returned promise resolves; meanwhile a full pipe blocks the program. */
export type OnOutput = (name: OutputName, chunk: Buffer) => void | Promise<void>;

export interface OutputRelayOptions {
  readonly pipes: Readonly<Record<OutputName, Readable>>;
  /** Limit for both outputs together. */
  readonly bytesMax: number;
  readonly onOutput: OnOutput;
  /** Called when the output exceeds `bytesMax`. `onOutput` has got the first `bytesMax` bytes, and gets no more. */
  readonly onOverflow: () => void;
  /** Called with an error of `onOutput`, after which the relay is closed. */
  readonly onFailure: (error: unknown) => void;
}

/** After this time without output, `quiet` assumes that only another process holds the pipe open. */
const quietMs = 100;

/** Passes both outputs of a program to one callback, chunk by chunk. */
export class OutputRelay {
  readonly #options: OutputRelayOptions;
  readonly #pipes: readonly Readable[];
  /** Resolves when both pipes have ended and `onOutput` has taken the last chunk. */
  readonly ended: Promise<unknown>;
  #hasEnded = false;
  /** Set while `onOutput` takes a chunk. */
  #taking: Promise<void> | undefined;
  #isClosed = false;
  #chunks = 0;
  #bytesLeft: number;

  constructor(options: OutputRelayOptions) {
    this.#options = options;
    this.#pipes = [options.pipes.stdout, options.pipes.stderr];
    this.#bytesLeft = options.bytesMax;
    this.ended = Promise.all(this.#pipes.map(closing))
      .then(() => this.#taking)
      .then(() => {
        this.#hasEnded = true;
      });
    for (const name of outputNames) {
      // Not 'data': when a program exits, Node resumes paused outputs, and they would not wait for a slow `onOutput`.
      options.pipes[name].on('readable', () => this.#pull(name));
      // A broken pipe counts as ended. Without a listener its error would end this process.
      options.pipes[name].on('error', () => {});
    }
  }

  /**
   * Resolves at the end of both pipes, or after 100 ms without output. The caller uses it after the exit of the program:
   * all of its output is in the pipes by then, but a descendant may hold them open for ever.
   */
  async quiet(): Promise<void> {
    while (!this.#hasEnded && !this.#isClosed) {
      const before = this.#chunks;
      await Promise.race([this.ended, setTimeout(quietMs, undefined, { ref: false })]);
      // After a long turn of the event loop, timers fire before I/O. This waits until the event loop has polled the pipes.
      await setImmediate();
      if (this.#taking === undefined && this.#chunks === before) return;
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const pipe of this.#pipes) pipe.destroy();
  }

  #pull(name: OutputName): void {
    while (this.#taking === undefined && !this.#isClosed) {
      const chunk: Buffer | null = this.#options.pipes[name].read();
      if (chunk === null) return;
      this.#chunks++;
      this.#handWithin(name, chunk);
    }
  }

  #handWithin(name: OutputName, chunk: Buffer): void {
    const isOverflow = chunk.length > this.#bytesLeft;
    const allowed = isOverflow ? chunk.subarray(0, this.#bytesLeft) : chunk;
    this.#bytesLeft -= allowed.length;
    if (allowed.length > 0) this.#hand(name, allowed);
    if (!isOverflow) return;
    this.close();
    this.#options.onOverflow();
  }

  #hand(name: OutputName, chunk: Buffer): void {
    try {
      const taking = this.#options.onOutput(name, chunk);
      if (taking === undefined) return;
      this.#taking = taking.then(() => this.#goOn()).catch((error: unknown) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  #goOn(): void {
    this.#taking = undefined;
    for (const name of outputNames) this.#pull(name);
  }

  #fail(error: unknown): void {
    this.close();
    this.#options.onFailure(error);
  }
}

const closing = (pipe: Readable): Promise<void> =>
  new Promise((closed) => {
    pipe.once('close', closed);
  });
