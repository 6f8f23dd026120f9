import type { Duplex } from 'node:stream';
import type { Address } from './address.ts';
import { type BodySource, type Connection, ConnectionLost, type Header, type Request } from './connection.ts';
import { FrameDecoder, type FrameStart } from './frame-decoder.ts';
import { encodeHeader } from './frame-encoder.ts';
import { FrameError } from './frame-error.ts';
import { FrameWriter } from './frame-writer.ts';
import { WholeBody } from './whole-body.ts';

/** What a peer is given before it is cut off. All are absolute: dripping bytes does not put them off. */
export interface FrameDeadlines {
  /** For a header, from its first byte to its last. */
  readonly headerMs: number;
  /** How often a body that is being waited for is looked at ... */
  readonly bodyTickMs: number;
  /** ... and how much of it must have come meanwhile. */
  readonly bodyTickBytes: number;
  /** For making room for what is being sent. */
  readonly drainMs: number;
}

export const frameDeadlines: FrameDeadlines = {
  headerMs: 5_000,
  bodyTickMs: 4_000,
  bodyTickBytes: 4 * 1024,
  // Somebody who reads in `less` stops now and then.
  drainMs: 120_000,
};

export interface FrameConnectionParts {
  readonly id: string;
  readonly stream: Duplex;
  readonly peer: Address;
  readonly deadlines?: Partial<FrameDeadlines>;
  /** What is said to a peer that has greeted, and then sends what is no frame, before it is cut off. */
  readonly lastWord?: (error: FrameError) => Header;
}

interface Waiter {
  resolve(): void;
  reject(error: Error): void;
}

/** How long the peer may take to close after the system has taken all that we had to say. */
const lingerMs = 1_000;
const noBody = new WholeBody(Buffer.alloc(0));

/** Frames over a byte stream, which it owns from now on. */
export class FrameConnection implements Connection {
  readonly id: string;
  readonly peer: Address;
  greeted = false;
  readonly #stream: Duplex;
  readonly #deadlines: FrameDeadlines;
  readonly #lastWord: FrameConnectionParts['lastWord'];
  readonly #decoder = new FrameDecoder();
  readonly #writer: FrameWriter;
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  #lostBy: ConnectionLost | undefined;
  /** What came before the decoder was done with the chunk before it. */
  readonly #pending: Buffer[] = [];
  #waiter: Waiter | undefined;
  #headerTimer: NodeJS.Timeout | undefined;
  #bodyTimer: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  /** Whether it is the first byte of the next request that is waited for. */
  #isIdle = false;
  /** Counts the frames, so that nobody reads the body of one that is over. */
  #frame = 0;
  /** Since the body was last looked at. */
  #hasPaused = false;
  #receivedBytes = 0;

  constructor({ id, stream, peer, deadlines, lastWord }: FrameConnectionParts) {
    this.#lastWord = lastWord;
    this.id = id;
    this.peer = peer;
    this.#stream = stream;
    this.#deadlines = { ...frameDeadlines, ...deadlines };
    this.#writer = new FrameWriter(stream, this.#deadlines.drainMs, (reason) => this.lose(reason));
    stream
      .on('data', this.#take)
      .on('end', () => this.finish())
      .on('error', (error) => this.lose(isReset(error) ? 'reset' : 'broken', error))
      .on('close', () => this.lose('closed'));
    if (stream.destroyed) this.lose('closed');
    stream.resume();
  }

  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  get sentBytes(): number {
    return this.#writer.sentBytes;
  }

  send(header: Header, body?: Uint8Array): void | Promise<void> {
    this.#throwIfLost();
    if (body === undefined || body.length === 0) return this.#writer.write(encodeHeader(header));
    this.#writer.add(encodeHeader(header, body.length));
    return this.#writer.write(body);
  }

  async stream(header: Header, { bytes, chunks }: BodySource): Promise<void> {
    this.#throwIfLost();
    this.#writer.add(encodeHeader(header, bytes));
    let left = bytes;
    try {
      for await (const chunk of chunks) {
        this.#throwIfLost();
        left -= chunk.length;
        if (left < 0) throw new Error('the body is longer than its header says');
        const room = this.#writer.write(chunk);
        if (room !== undefined) await room;
      }
      if (left > 0) throw new Error('the body is shorter than its header says');
    } catch (error) {
      // The peer waits for bytes that will never come: nothing more can be said to it.
      this.lose('broken off');
      throw error;
    }
  }

  /** The next frame, if all of its header is here. What is unread of the one before is skipped. See {@link receive}. */
  tryReceive(): Request | undefined {
    this.#throwIfLost();
    this.#frame++;
    while (this.#takeBody() !== undefined);
    return this.#decoder.bodyLeft > 0 ? undefined : this.#nextFrame();
  }

  /** @param idleMs how long to wait for the first byte of it; left out: for ever. */
  async receive(idleMs?: number): Promise<Request | undefined> {
    for (;;) {
      const request = this.tryReceive();
      if (request !== undefined) return request;
      if (this.ended.aborted) return this.#endOfFrames();
      if (this.#decoder.bodyLeft > 0) await this.#waitForBody();
      else if (idleMs === undefined) await this.#wait();
      else await this.#waitForRequest(idleMs);
    }
  }

  /** As if the peer had sent its last frame: whoever waits for the next one gets undefined. */
  finish(): void {
    this.#ended.abort(new ConnectionLost('closed'));
    this.#wake();
  }

  async close(): Promise<void> {
    if (this.#lost.signal.aborted) return;
    this.#writer.flush();
    const closed = new Promise((resolve) => this.#stream.once('close', resolve));
    let timer = setTimeout(() => this.lose('deadline'), this.#deadlines.drainMs);
    // Cut off before, a peer that reads slowly would lose the end of its answer.
    this.#stream.once('finish', () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.lose('closed'), lingerMs);
    });
    this.#stream.end();
    // The peer's own end stands behind whatever it is still sending.
    this.#stream.off('data', this.#take).resume();
    await closed;
    clearTimeout(timer);
  }

  /** Cuts the peer off. @param reason a word for the log. */
  lose(reason: string, cause?: Error): void {
    if (this.#lostBy !== undefined) return;
    clearTimeout(this.#headerTimer);
    clearInterval(this.#bodyTimer);
    clearTimeout(this.#idleTimer);
    const lost = new ConnectionLost(reason, { cause });
    this.#lostBy = lost;
    this.#lost.abort(lost);
    this.#ended.abort(lost);
    this.#stream.destroy();
    this.#waiter?.reject(lost);
    this.#waiter = undefined;
    this.#writer.fail(lost);
  }

  readonly #take = (chunk: Buffer): void => {
    this.#receivedBytes += chunk.length;
    if (this.#decoder.isHungry && this.#pending.length === 0) {
      this.#decoder.feed(chunk);
    } else {
      // Whoever reads is slower than the peer, which is made to wait.
      this.#pending.push(chunk);
      this.#hasPaused = true;
      this.#stream.pause();
    }
    this.#wake();
  };

  /** @returns whether the decoder has got something more to work on. */
  #refill(): boolean {
    if (!this.#decoder.isHungry) return true;
    const chunk = this.#pending.shift();
    if (chunk !== undefined) this.#decoder.feed(chunk);
    else if (this.#stream.isPaused()) this.#stream.resume();
    return chunk !== undefined;
  }

  #nextFrame(): Request | undefined {
    try {
      let start = this.#decoder.nextFrame();
      while (start === undefined && this.#refill()) start = this.#decoder.nextFrame();
      this.#watchHeader();
      if (start === undefined) return undefined;
      return this.#requestOf(start);
    } catch (error) {
      if (error instanceof FrameError) this.#sayLast(error);
      this.lose(error instanceof FrameError ? error.fault : 'broken');
      throw error;
    }
  }

  #sayLast(error: FrameError): void {
    if (!this.greeted || this.#lastWord === undefined) return;
    this.#writer.add(encodeHeader(this.#lastWord(error)));
    this.#writer.flush();
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

  #requestOf({ header, bodyBytes }: FrameStart): Request {
    if (bodyBytes === 0) return { header, bodyBytes, body: noBody };
    // Most bodies are small and came with their header.
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
        if (this.ended.aborted) this.#endOfFrames();
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
    this.lose('truncated');
    throw this.#lost.signal.reason;
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
      this.#headerTimer ??= setTimeout(() => this.lose('deadline'), this.#deadlines.headerMs);
    } else if (this.#headerTimer !== undefined) {
      clearTimeout(this.#headerTimer);
      this.#headerTimer = undefined;
    }
  }

  /** One timer for the connection's life, put off again and again: a new one for every request costs more. */
  #waitForRequest(idleMs: number): Promise<void> {
    this.#idleTimer ??= setTimeout(() => {
      this.#idleTimer = undefined;
      if (this.#isIdle) this.lose('idle');
    }, idleMs);
    this.#idleTimer.refresh();
    this.#isIdle = true;
    return this.#wait();
  }

  #waitForBody(): Promise<void> {
    this.#bodyTimer ??= this.#watchBody();
    return this.#wait();
  }

  /** Time counts only while it is the peer that is waited for. */
  #watchBody(): NodeJS.Timeout {
    const { bodyTickMs, bodyTickBytes } = this.#deadlines;
    let seenBytes = this.#receivedBytes;
    return setInterval(() => {
      const isSlow = this.#receivedBytes - seenBytes < bodyTickBytes;
      if (isSlow && this.#waiter !== undefined && !this.#hasPaused) this.lose('deadline');
      seenBytes = this.#receivedBytes;
      this.#hasPaused = false;
    }, bodyTickMs);
  }
}

const isReset = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'ECONNRESET' || error.code === 'EPIPE';
