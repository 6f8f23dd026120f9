import type { Readable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';

const outputNames = ['stdout', 'stderr'] as const;
export type OutputName = (typeof outputNames)[number];

/** Takes one chunk. What it returns is waited for before the next one; meanwhile the program has to wait. */
export type OnOutput = (name: OutputName, chunk: Buffer) => void | Promise<void>;

export interface OutputRelayOptions {
  readonly pipes: Readonly<Record<OutputName, Readable>>;
  /** Of both together. */
  readonly bytesMax: number;
  readonly onOutput: OnOutput;
  /** There is more than `bytesMax`. All up to there has been handed on, and nothing will be any more. */
  readonly onOverflow: () => void;
  /** With what `onOutput` threw. */
  readonly onFailure: (error: unknown) => void;
}

/** How long a pipe has to be silent to be taken for one that only a stranger holds open. */
const quietMs = 100;

/** Hands both outputs of a program on, chunk by chunk, to one taker. */
export class OutputRelay {
  readonly #options: OutputRelayOptions;
  readonly #pipes: readonly Readable[];
  /** Resolves when both pipes are at their end, and all of it has been taken. */
  readonly ended: Promise<unknown>;
  #hasEnded = false;
  /** Set while the caller takes a chunk. */
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
      // Not 'data': when a program exits, Node makes paused outputs flow again, without waiting for a slow reader.
      options.pipes[name].on('readable', () => this.#pull(name));
      // A pipe that breaks is at its end; without a listener it would end this process.
      options.pipes[name].on('error', () => {});
    }
  }

  /**
   * Resolves at the end, or when nothing has come for a while. For a program that is gone: all that it wrote is in the
   * pipes, but one of its descendants may hold them open for ever.
   */
  async quiet(): Promise<void> {
    while (!this.#hasEnded && !this.#isClosed) {
      const before = this.#chunks;
      await Promise.race([this.ended, setTimeout(quietMs, undefined, { ref: false })]);
      // After a long turn of the event loop timers fire first. This lets it look at the pipes before it is called quiet.
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
