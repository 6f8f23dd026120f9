import type { Header } from './connection.ts';
import { headerBytesMax, lengthBytes } from './frame-decoder.ts';

/** A frame's length and header. @throws Error when the header is longer than any peer would take: a bug of the caller. */
export function encodeHeader(header: Header): Buffer {
  const text = JSON.stringify(header);
  const bytes = Buffer.byteLength(text);
  if (bytes > headerBytesMax)
    throw new Error(`a header of ${bytes} bytes; at most ${headerBytesMax} can be sent`);
  const buffer = Buffer.allocUnsafe(lengthBytes + bytes);
  buffer.writeInt32LE(bytes, 0);
  buffer.write(text, lengthBytes);
  return buffer;
}

/** The header with the size of its body. What says `filesize` has it already. */
export const withBodySize = (header: Header, bodyBytes: number): Header =>
  'filesize' in header || bodyBytes === 0 ? header : { ...header, data_size: bodyBytes };
