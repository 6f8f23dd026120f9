import type { Duplex } from 'node:stream';
import type { Address } from './address.ts';
import { type BodySource, type Connection, ConnectionLost, type Frame, type Header } from './connection.ts';
import { type FrameDeadlines, frameDeadlines } from './frame-deadlines.ts';
import { encodeHeader } from './frame-encoder.ts';
import type { FrameError } from './frame-error.ts';
import { FrameReader } from './frame-reader.ts';
import { FrameWriter } from './frame-writer.ts';

export interface FrameConnectionOptions {
  readonly id: string;
  readonly stream: Duplex;
  readonly peer: Address;
  readonly deadlines?: Partial<FrameDeadlines>;
  /** Makes the answer to bytes that are no frame. It is sent, if the peer has said hello, before the connection is destroyed. */
  readonly faultAnswer?: (error: FrameError) => Header;
}

/** The peer's time to close its side after the system has accepted our last byte. */
const lingerMs = 1_000;

/** Frames over a byte stream. The connection owns the stream and closes it. */
export class FrameConnection implements Connection {
  readonly id: string;
  readonly peer: Address;
  isHelloDone = false;
  readonly #stream: Duplex;
  readonly #deadlines: FrameDeadlines;
  readonly #faultAnswer: FrameConnectionOptions['faultAnswer'];
  readonly #reader: FrameReader;
  readonly #writer: FrameWriter;
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  #lostBy: ConnectionLost | undefined;

  constructor({ id, stream, peer, deadlines, faultAnswer }: FrameConnectionOptions) {
    this.#faultAnswer = faultAnswer;
    this.id = id;
    this.peer = peer;
    this.#stream = stream;
    this.#deadlines = { ...frameDeadlines, ...deadlines };
    const lose = (reason: string) => this.lose(reason);
    this.#writer = new FrameWriter(stream, this.#deadlines.drainMs, lose);
    this.#reader = new FrameReader({
      stream,
      deadlines: this.#deadlines,
      lose,
      onFault: (error) => this.#answerFault(error),
    });
    stream
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
    return this.#reader.receivedBytes;
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
      // The peer still waits for the rest of the body, so no other frame can be sent.
      this.lose('broken off');
      throw error;
    }
  }

  /** As {@link receive}, but without waiting. @returns undefined if the next header is not complete. */
  tryReceive(): Frame | undefined {
    return this.#reader.tryReceive();
  }

  /** @param idleMs how long to wait for the first byte; default: without limit. */
  receive(idleMs?: number): Promise<Frame | undefined> {
    return this.#reader.receive(idleMs);
  }

  /** Treats the peer as if it had sent its last frame: a pending `receive` returns undefined. */
  finish(): void {
    this.#ended.abort(new ConnectionLost('closed'));
    this.#reader.end();
  }

  async close(): Promise<void> {
    if (this.#lost.signal.aborted) return;
    this.#writer.flush();
    const closed = new Promise((resolve) => this.#stream.once('close', resolve));
    let timer = setTimeout(() => this.lose('deadline'), this.#deadlines.drainMs);
    // The peer's time to close starts at 'finish': a slow reader would lose the end of its answer otherwise.
    this.#stream.once('finish', () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.lose('closed'), lingerMs);
    });
    this.#stream.end();
    // The peer's end comes after the bytes that it is still sending, so they are read and dropped.
    this.#reader.ignore();
    await closed;
    clearTimeout(timer);
  }

  /** Destroys the connection. @param reason a word for the log. */
  lose(reason: string, cause?: Error): void {
    if (this.#lostBy !== undefined) return;
    const lost = new ConnectionLost(reason, { cause });
    this.#lostBy = lost;
    this.#lost.abort(lost);
    this.#ended.abort(lost);
    this.#stream.destroy();
    this.#reader.fail(lost);
    this.#writer.fail(lost);
  }

  #answerFault(error: FrameError): void {
    if (!this.isHelloDone || this.#faultAnswer === undefined) return;
    this.#writer.add(encodeHeader(this.#faultAnswer(error)));
    this.#writer.flush();
  }

  #throwIfLost(): void {
    if (this.#lostBy !== undefined) throw this.#lostBy;
  }
}

const isReset = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'ECONNRESET' || error.code === 'EPIPE';
