import { isAscii, isUtf8 } from 'node:buffer';
import type { Header } from './connection.ts';
import { FrameError } from './frame-error.ts';
import { isObject, parseJson } from './json.ts';

/** A header may be this long. Parsing megabytes of foreign JSON would be a lever for an attack. */
export const headerBytesMax = 8 * 1024;
export const lengthBytes = 4;

export interface FrameStart {
  readonly header: Header;
  readonly bodyBytes: number;
}

const nothing = Buffer.alloc(0);

/**
 * Cuts a stream of bytes into frames, whatever the pieces in which it arrives. It is pulled: no more is taken apart
 * than is asked for, so that a chunk full of tiny frames costs no more memory than the chunk. Bodies are slices of
 * what was fed, never copies. After a FrameError it must not be used again.
 */
export class FrameDecoder {
  #chunk: Buffer = nothing;
  #at = 0;
  /** How much of the length has been read, and its value so far: it may come byte by byte. */
  #lengthRead = 0;
  #length = 0;
  /** Where a header is put together that came in several chunks. */
  #header: Buffer | undefined;
  #headerRead = 0;
  #bodyLeft = 0;

  /** Takes the next chunk. Only when the one before has been used up. */
  feed(chunk: Buffer): void {
    if (!this.isHungry) throw new Error('the chunk before has not been used up');
    this.#chunk = chunk;
    this.#at = 0;
  }

  get isHungry(): boolean {
    return this.#at === this.#chunk.length;
  }

  /** Whether a frame has begun whose header is not complete. */
  get isInHeader(): boolean {
    return this.#lengthRead > 0;
  }

  /** Bytes of the current body that have not been taken yet. */
  get bodyLeft(): number {
    return this.#bodyLeft;
  }

  /** The start of the next frame; the body before must have been taken. @returns undefined: feed more. @throws FrameError */
  nextFrame(): FrameStart | undefined {
    if (this.#bodyLeft > 0) throw new Error('the body before has not been taken');
    if (!this.#readLength()) return undefined;
    const bytes = this.#readHeader();
    if (bytes === undefined) return undefined;
    const header = parseHeader(bytes);
    this.#bodyLeft = bodyBytesOf(header);
    this.#lengthRead = 0;
    this.#length = 0;
    this.#header = undefined;
    this.#headerRead = 0;
    return { header, bodyBytes: this.#bodyLeft };
  }

  /** As much of the current body as is there. @returns undefined: feed more, or there is no more of it (`bodyLeft`). */
  takeBody(): Buffer | undefined {
    const size = Math.min(this.#bodyLeft, this.#chunk.length - this.#at);
    if (size === 0) return undefined;
    this.#bodyLeft -= size;
    return this.#take(size);
  }

  /** All of the current body, if all of it is there. */
  takeWholeBody(): Buffer | undefined {
    return this.#chunk.length - this.#at >= this.#bodyLeft ? this.takeBody() : undefined;
  }

  #readLength(): boolean {
    // The usual case: all four bytes in one chunk.
    if (this.#lengthRead === 0 && this.#chunk.length - this.#at >= lengthBytes) {
      this.#length = this.#chunk.readInt32LE(this.#at);
      this.#at += lengthBytes;
      this.#lengthRead = lengthBytes;
      checkLength(this.#length);
      return true;
    }
    while (this.#lengthRead < lengthBytes) {
      const byte = this.#chunk[this.#at];
      if (byte === undefined) return false;
      this.#at++;
      this.#length |= byte << (8 * this.#lengthRead);
      this.#lengthRead++;
      if (this.#lengthRead === lengthBytes) checkLength(this.#length);
    }
    return true;
  }

  #readHeader(): Buffer | undefined {
    const here = this.#chunk.length - this.#at;
    if (this.#header === undefined && here >= this.#length) return this.#take(this.#length);
    this.#header ??= Buffer.allocUnsafe(this.#length);
    const size = Math.min(this.#length - this.#headerRead, here);
    this.#take(size).copy(this.#header, this.#headerRead);
    this.#headerRead += size;
    return this.#headerRead === this.#length ? this.#header : undefined;
  }

  #take(size: number): Buffer {
    const slice = this.#chunk.subarray(this.#at, this.#at + size);
    this.#at += size;
    return slice;
  }
}

// Before anything is allocated for it.
function checkLength(length: number): void {
  if (length < 0 || length > headerBytesMax)
    throw new FrameError(
      'header_length',
      `a header of ${length} bytes, at most ${headerBytesMax} are allowed`,
    );
}

function parseHeader(bytes: Buffer): Header {
  const isPlain = isAscii(bytes);
  // Node would put U+FFFD in the place of what is wrong, and two different names would become the same.
  if (!isPlain && !isUtf8(bytes)) throw new FrameError('header_text', 'the header is not UTF-8');
  const header = parseJson(bytes.toString(isPlain ? 'latin1' : 'utf8'));
  if (header === undefined) throw new FrameError('header_json', 'the header is not JSON');
  if (!isObject(header)) throw new FrameError('header_object', 'the header is not a JSON object');
  return header;
}

/** `filesize` for a file, `data_size` for anything else; a header without either has no body. */
function bodyBytesOf(header: Header): number {
  const { filesize, data_size: dataSize } = header;
  if (filesize === undefined && dataSize === undefined) return 0;
  const size = filesize ?? dataSize;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new FrameError('body_size', 'the size of the body is not a whole number of bytes');
  if (filesize !== undefined && dataSize !== undefined && filesize !== dataSize)
    throw new FrameError('body_size', 'the header names two different sizes');
  return size;
}
