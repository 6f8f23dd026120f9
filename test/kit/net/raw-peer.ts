import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Address } from '#lib/net/address.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { decodeAll, type Frame, frameOf } from './frames.ts';
import { connectRaw } from './sockets.ts';

/** How the other side ended the connection. */
export type RawEnd = 'end' | 'reset' | 'closed';

/** A peer that uses no code of the app: it sends any bytes of a test, and keeps the received ones. `using` destroys its stream. */
export class RawPeer implements Disposable {
  readonly stream: Duplex;
  readonly #chunks: Buffer[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #bytes = 0;
  #end: RawEnd | undefined;

  constructor(stream: Duplex) {
    this.stream = stream;
    stream
      .on('data', (chunk: Buffer) => {
        this.#chunks.push(chunk);
        this.#bytes += chunk.length;
        this.#changes.emit('change');
      })
      .on('end', () => this.#ended('end'))
      .on('error', ({ code }: NodeJS.ErrnoException) =>
        this.#ended(code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'closed'),
      )
      .on('close', () => this.#ended('closed'));
  }

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

  reset(): void {
    (this.stream as Socket).resetAndDestroy();
  }

  [Symbol.dispose](): void {
    this.stream.destroy();
  }

  async untilBytes(count: number): Promise<Buffer> {
    await this.#until(() => (this.#bytes >= count ? true : undefined), `${count} bytes`);
    return this.received;
  }

  untilFrames(count: number, skip = 0): Promise<Frame[]> {
    const enough = (): Frame[] | undefined => {
      const frames = this.frames(skip);
      return frames.length >= count ? frames : undefined;
    };
    return this.#until(enough, `${count} frames`);
  }

  /** @returns how the other side ended it. */
  untilEnd(): Promise<RawEnd> {
    return this.#until(() => this.#end, 'the end');
  }

  async #until<T>(look: () => T | undefined, what: string): Promise<T> {
    const signal = AbortSignal.timeout(patienceMs);
    for (;;) {
      const seen = look();
      if (seen !== undefined) return seen;
      await once(this.#changes, 'change', { signal }).catch(() => {
        throw new Error(`${what} did not come; so far ${this.#bytes} bytes, ${this.#end ?? 'open'}`);
      });
    }
  }

  #ended(how: RawEnd): void {
    this.#end ??= how;
    this.#changes.emit('change');
  }

  /** Answers the challenge. */
  async prove(key: Buffer): Promise<this> {
    const challenge = (await this.untilBytes(challengeBytes)).subarray(0, challengeBytes);
    return this.write(hmac(key, challenge));
  }
}

export const challengeBytes = 32;

/** As Python's `hmac.new(key, message, 'sha256').digest()`. */
export const hmac = (key: Buffer, message: Buffer): Buffer =>
  createHmac('sha256', key).update(message).digest();

export const openRawPeer = async (address: Address): Promise<RawPeer> =>
  new RawPeer(await connectRaw(address));

export const nonce = 'ab'.repeat(32);
export const hello = (changes: object = {}): Buffer =>
  frameOf({ cmd: 'hello', protocol: 1, nonce, ...changes });
