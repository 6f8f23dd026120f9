import type { Header } from './connection.ts';
import { headerBytesMax, lengthBytes } from './frame-decoder.ts';

/**
 * Encodes the length and the header of a frame. The size of the body is added as `data_size`, unless there is `filesize`.
 * @throws Error if the header is longer than `headerBytesMax`: a bug of the caller.
 */
export function encodeHeader(header: Header, bodyBytes = 0): Buffer {
  const text = withBodySize(JSON.stringify(header), header['filesize'] === undefined ? bodyBytes : 0);
  const bytes = Buffer.byteLength(text);
  if (bytes > headerBytesMax)
    throw new Error(`a header of ${bytes} bytes; at most ${headerBytesMax} can be sent`);
  const buffer = Buffer.allocUnsafe(lengthBytes + bytes);
  buffer.writeInt32LE(bytes, 0);
  buffer.write(text, lengthBytes);
  return buffer;
}

// Adds the size to the text, because copying the object costs more than encoding it.
const withBodySize = (text: string, bodyBytes: number): string => {
  if (bodyBytes === 0) return text;
  return `${text.slice(0, -1)}${text === '{}' ? '' : ','}"data_size":${bodyBytes}}`;
};
