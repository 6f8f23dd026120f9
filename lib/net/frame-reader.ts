import type { Duplex } from 'node:stream';
import { WholeBody } from './body.ts';
import type { ConnectionLost, Frame } from './connection.ts';
import type { FrameDeadlines } from './frame-deadlines.ts';
import { FrameDecoder, type FrameStart } from './frame-decoder.ts';
import { FrameError } from './frame-error.ts';

export interface FrameReaderOptions {
  readonly stream: Duplex;
  readonly deadlines: FrameDeadlines;
  /** Destroys the connection, which calls `fail`. */
  readonly lose: (reason: string) => void;
  /** Called before `lose` if the received bytes are no frame. */
  readonly onFault: (error: FrameError) => void;
}

interface Waiter {
  resolve(): void;
  reject(error: Error): void;
}

const noBody = new WholeBody(Buffer.alloc(0));

/** Reads frames from a stream, and pauses the stream while the caller takes none. */
export class FrameReader {
  readonly #options: FrameReaderOptions;
  readonly #decoder = new FrameDecoder();
  /** Chunks that arrived while the decoder was still working on an earlier one. */
  readonly #pending: Buffer[] = [];
  #waiter: Waiter | undefined;
  #headerTimer: NodeJS.Timeout | undefined;
  #bodyTimer: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  /** Whether `receive` waits for the first byte of the next request. */
  #isIdle = false;
  /** The number of the current frame: the body of an earlier frame must not be read. */
  #frame = 0;
  /** Whether the stream was paused since the last check of the body. */
  #hasPaused = false;
  #hasEnded = false;
  #lostBy: ConnectionLost | undefined;
  #receivedBytes = 0;

  constructor(options: FrameReaderOptions) {
    this.#options = options;
    options.stream.on('data', this.#take);
  }

  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** As Connection.receive, but without waiting. @returns undefined if the next header is not complete. */
  tryReceive(): Frame | undefined {
    this.#throwIfLost();
    this.#frame++;
    while (this.#takeBody() !== undefined);
    return this.#decoder.bodyLeft > 0 ? undefined : this.#nextFrame();
  }

  /** @param idleMs how long to wait for the first byte; default: without limit. */
  async receive(idleMs?: number): Promise<Frame | undefined> {
    for (;;) {
      const request = this.tryReceive();
      if (request !== undefined) return request;
      if (this.#hasEnded) return this.#endOfFrames();
      if (this.#decoder.bodyLeft > 0) await this.#waitForBody();
      else if (idleMs === undefined) await this.#wait();
      else await this.#waitForRequest(idleMs);
    }
  }

  /** The peer sends no more: a pending `receive` returns undefined. */
  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  /** The connection is lost: pending and later calls throw `lost`. */
  fail(lost: ConnectionLost): void {
    this.#lostBy = lost;
    clearTimeout(this.#headerTimer);
    clearInterval(this.#bodyTimer);
    clearTimeout(this.#idleTimer);
    this.#waiter?.reject(lost);
    this.#waiter = undefined;
  }

  /** Drops all bytes that arrive from now on. */
  ignore(): void {
    this.#options.stream.off('data', this.#take).resume();
  }

  readonly #take = (chunk: Buffer): void => {
    this.#receivedBytes += chunk.length;
    if (this.#decoder.needsChunk && this.#pending.length === 0) {
      this.#decoder.feed(chunk);
    } else {
      // The caller is slower than the peer: pausing the stream makes the peer wait.
      this.#pending.push(chunk);
      this.#hasPaused = true;
      this.#options.stream.pause();
    }
    this.#wake();
  };

  /** @returns whether the decoder has bytes to decode. */
  #refill(): boolean {
    if (!this.#decoder.needsChunk) return true;
    const chunk = this.#pending.shift();
    if (chunk !== undefined) this.#decoder.feed(chunk);
    else if (this.#options.stream.isPaused()) this.#options.stream.resume();
    return chunk !== undefined;
  }

  #nextFrame(): Frame | undefined {
    try {
      let start = this.#decoder.nextFrame();
      while (start === undefined && this.#refill()) start = this.#decoder.nextFrame();
      this.#watchHeader();
      return start === undefined ? undefined : this.#requestOf(start);
    } catch (error) {
      if (error instanceof FrameError) this.#options.onFault(error);
      this.#options.lose(error instanceof FrameError ? error.fault : 'broken');
      throw error;
    }
  }

  #takeBody(): Buffer | undefined {
    if (this.#decoder.bodyLeft > 0) this.#refill();
    const chunk = this.#decoder.takeBody();
    if (this.#decoder.bodyLeft === 0 && this.#bodyTimer !== undefined) {
      clearInterval(this.#bodyTimer);
      this.#bodyTimer = undefined;
    }
    return chunk;
  }

  #requestOf({ header, bodyBytes }: FrameStart): Frame {
    if (bodyBytes === 0) return { header, bodyBytes, body: noBody };
    // Most bodies are small and arrive in the same chunk as the header.
    const whole = this.#decoder.takeWholeBody();
    return {
      header,
      bodyBytes,
      body: whole === undefined ? this.#bodyOf(this.#frame) : new WholeBody(whole),
    };
  }

  #bodyOf(frame: number): AsyncIterable<Buffer> {
    const next = async (): Promise<IteratorResult<Buffer>> => {
      for (;;) {
        this.#throwIfLost();
        if (frame !== this.#frame) throw new Error('this body is over: the next frame has been received');
        const value = this.#takeBody();
        if (value !== undefined) return { done: false, value };
        if (this.#decoder.bodyLeft === 0) return { done: true, value: undefined };
        if (this.#hasEnded) this.#endOfFrames();
        await this.#waitForBody();
      }
    };
    return { [Symbol.asyncIterator]: () => ({ next }) };
  }

  #throwIfLost(): void {
    if (this.#lostBy !== undefined) throw this.#lostBy;
  }

  #endOfFrames(): undefined {
    if (!this.#decoder.isInHeader && this.#decoder.bodyLeft === 0) return undefined;
    this.#options.lose('truncated');
    throw this.#lostBy;
  }

  #wake(): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    this.#isIdle = false;
    waiter?.resolve();
  }

  #wait(): Promise<void> {
    if (this.#waiter !== undefined) throw new Error('two at once wait for the next frame');
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  #watchHeader(): void {
    if (this.#decoder.isInHeader) {
      this.#headerTimer ??= setTimeout(
        () => this.#options.lose('deadline'),
        this.#options.deadlines.headerMs,
      );
    } else if (this.#headerTimer !== undefined) {
      clearTimeout(this.#headerTimer);
      this.#headerTimer = undefined;
    }
  }

  /** Refreshes one timer for the whole connection: a new timer for every request costs more. */
  #waitForRequest(idleMs: number): Promise<void> {
    this.#idleTimer ??= setTimeout(() => {
      this.#idleTimer = undefined;
      if (this.#isIdle) this.#options.lose('idle');
    }, idleMs);
    this.#idleTimer.refresh();
    this.#isIdle = true;
    return this.#wait();
  }

  #waitForBody(): Promise<void> {
    this.#bodyTimer ??= this.#watchBody();
    return this.#wait();
  }

  /** Checks the speed of the peer. Intervals in which the caller made the peer wait do not count. */
  #watchBody(): NodeJS.Timeout {
    const { bodyTickMs, bodyTickBytes } = this.#options.deadlines;
    let seenBytes = this.#receivedBytes;
    return setInterval(() => {
      const isSlow = this.#receivedBytes - seenBytes < bodyTickBytes;
      if (isSlow && this.#waiter !== undefined && !this.#hasPaused) this.#options.lose('deadline');
      seenBytes = this.#receivedBytes;
      this.#hasPaused = false;
    }, bodyTickMs);
  }
}
