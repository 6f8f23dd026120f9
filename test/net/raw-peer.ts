import { createHmac } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { expect, vi } from 'vitest';
import type { Address } from '#lib/net/address.ts';
import { decodeAll, type Frame, frameOf } from './frames.ts';
import { connectRaw } from './sockets.ts';

/** How the other side went away. */
export type RawEnd = 'end' | 'reset' | 'closed';

/** A peer that knows the formats and none of our code: it sends what a test likes, and keeps what comes back. */
export class RawPeer {
  readonly stream: Duplex;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #end: RawEnd | undefined;

  constructor(stream: Duplex) {
    this.stream = stream;
    stream
      .on('data', (chunk: Buffer) => {
        this.#chunks.push(chunk);
        this.#bytes += chunk.length;
      })
      .on('end', () => {
        this.#end ??= 'end';
      })
      .on('error', (error: NodeJS.ErrnoException) => {
        this.#end ??= error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'reset' : 'closed';
      })
      .on('close', () => {
        this.#end ??= 'closed';
      });
  }

  /** All that has come so far. */
  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get end(): RawEnd | undefined {
    return this.#end;
  }

  /** @returns the complete frames after the first `skip` bytes. */
  frames(skip = 0): Frame[] {
    return decodeAll([this.received.subarray(skip)]);
  }

  write(...pieces: readonly (Uint8Array | string)[]): this {
    for (const piece of pieces) this.stream.write(piece);
    return this;
  }

  async untilBytes(count: number): Promise<Buffer> {
    await vi.waitFor(() => expect(this.#bytes).toBeGreaterThanOrEqual(count), waiting);
    return this.received;
  }

  async untilFrames(count: number, skip = 0): Promise<Frame[]> {
    return vi.waitFor(() => {
      const frames = this.frames(skip);
      expect(frames.length).toBeGreaterThanOrEqual(count);
      return frames;
    }, waiting);
  }

  /** @returns how the other side ended it. */
  async untilEnd(): Promise<RawEnd> {
    return vi.waitFor(() => {
      expect(this.#end).toBeDefined();
      return this.#end as RawEnd;
    }, waiting);
  }

  /** Answers the challenge that comes first. */
  async prove(key: Buffer): Promise<this> {
    const challenge = (await this.untilBytes(challengeBytes)).subarray(0, challengeBytes);
    return this.write(hmac(key, challenge));
  }
}

const waiting = { timeout: 15_000, interval: 2 };
export const challengeBytes = 32;

/** As Python's `hmac.new(key, message, 'sha256').digest()`. */
export const hmac = (key: Buffer, message: Buffer): Buffer =>
  createHmac('sha256', key).update(message).digest();

export const openRawPeer = async (address: Address): Promise<RawPeer> =>
  new RawPeer(await connectRaw(address));

export const nonce = 'ab'.repeat(32);
export const hello = (changes: object = {}): Buffer =>
  frameOf({ cmd: 'hello', protocol: 1, nonce, ...changes });
