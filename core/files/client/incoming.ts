import { ask } from '#core/net/client/ask.ts';
import { digestBytes } from '#lib/files/hasher.ts';
import type { Connection } from '#lib/net/connection.ts';
import { FrameError } from '#lib/net/frame-error.ts';

/** A file that the server has begun to send. */
export interface Incoming {
  readonly totalBytes: number;
  /** From where on it comes. */
  readonly from: number;
  /** The bytes, then the digest of the whole file. */
  readonly body: AsyncIterable<Buffer>;
}

/** What is there already of a file. */
export interface Start {
  readonly bytes: number;
  readonly sha256: string;
}

/** Asks for a file, or the rest of it. @throws AppError, ConnectionLost, FrameError when the answer makes no sense. */
export async function askForFile(connection: Connection, name: string, start?: Start): Promise<Incoming> {
  const rest = start === undefined ? {} : { offset: start.bytes, sha256: start.sha256 };
  const { header, body, bodyBytes } = await ask(connection, { cmd: 'get', filename: name, ...rest });
  const { total, offset } = header;
  const isOne =
    typeof total === 'number' &&
    (offset === 0 || offset === start?.bytes) &&
    typeof offset === 'number' &&
    bodyBytes === total - offset + digestBytes;
  if (!isOne) throw new FrameError('body_size', 'not the file that was asked for');
  return { totalBytes: total, from: offset, body };
}
