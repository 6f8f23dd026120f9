import { isAscii, isUtf8 } from 'node:buffer';
import type { Header } from './connection.ts';
import { FrameError } from './frame-error.ts';
import { isObject, parseJson } from './json.ts';

/** The maximum length of a header. A client must not make the server parse megabytes of JSON. */
export const headerBytesMax = 8 * 1024;
export const lengthBytes = 4;

export interface FrameStart {
  readonly header: Header;
  readonly bodyBytes: number;
}

const nothing = Buffer.alloc(0);

/**
 * Cuts a stream of bytes, in chunks of any size, into frames. The caller pulls one frame at a time, so that a chunk of
 * many tiny frames needs no more memory than the chunk itself. Bodies are slices of the chunks, not copies. A decoder
 * must not be used after a FrameError.
 */
export class FrameDecoder {
  #chunk: Buffer = nothing;
  #at = 0;
  /** The bytes of the length that have been read, and the value so far: the 4 bytes may arrive in several chunks. */
  #lengthRead = 0;
  #length = 0;
  /** The buffer of a header that arrives in several chunks. */
  #header: Buffer | undefined;
  #headerRead = 0;
  #bodyLeft = 0;

  /** Takes the next chunk. @throws Error unless `needsChunk`. */
  feed(chunk: Buffer): void {
    if (!this.needsChunk) throw new Error('the previous chunk has not been used up');
    this.#chunk = chunk;
    this.#at = 0;
  }

  /** Whether the current chunk is used up. */
  get needsChunk(): boolean {
    return this.#at === this.#chunk.length;
  }

  /** Whether the decoder has read a part of a header, but not all of it. */
  get isInHeader(): boolean {
    return this.#lengthRead > 0;
  }

  /** Bytes of the current body that have not been taken. */
  get bodyLeft(): number {
    return this.#bodyLeft;
  }

  /** Decodes the next header. The previous body must have been taken. @returns undefined: feed more. @throws FrameError */
  nextFrame(): FrameStart | undefined {
    if (this.#bodyLeft > 0) throw new Error('the previous body has not been taken');
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

  /** Takes the available bytes of the current body. @returns undefined: feed more, or the body is complete (`bodyLeft` is 0). */
  takeBody(): Buffer | undefined {
    const size = Math.min(this.#bodyLeft, this.#chunk.length - this.#at);
    if (size === 0) return undefined;
    this.#bodyLeft -= size;
    return this.#take(size);
  }

  /** Takes the whole current body. @returns undefined if some of it has not arrived. */
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

// Called before memory is allocated for the header.
function checkLength(length: number): void {
  if (length < 0 || length > headerBytesMax)
    throw new FrameError(
      'header_length',
      `a header of ${length} bytes, at most ${headerBytesMax} are allowed`,
    );
}

function parseHeader(bytes: Buffer): Header {
  const isPlain = isAscii(bytes);
  // Node would replace invalid bytes with U+FFFD, so that two different names could become equal.
  if (!isPlain && !isUtf8(bytes)) throw new FrameError('header_text', 'the header is not UTF-8');
  const header = parseJson(bytes.toString(isPlain ? 'latin1' : 'utf8'));
  if (header === undefined) throw new FrameError('header_json', 'the header is not JSON');
  if (!isObject(header)) throw new FrameError('header_object', 'the header is not a JSON object');
  return header;
}

/** `filesize` is the size of a file, `data_size` that of any other body. A header without both has no body. */
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
