import { fileBodyBytes } from '#core/files/body.ts';
import { getAnswerIn, getRequest, type Start } from '#core/files/wire.ts';
import { ask } from '#core/net/client/ask.ts';
import type { Connection } from '#lib/net/connection.ts';
import { FrameError } from '#lib/net/frame-error.ts';

/** A file that the server is sending. */
export interface Incoming {
  readonly totalBytes: number;
  /** The offset of the first byte that the server sends. */
  readonly from: number;
  /** The bytes, then the digest of the whole file. */
  readonly body: AsyncIterable<Buffer>;
}

/** Requests a file, or the rest of it. @throws AppError, ConnectionLost; FrameError when the answer is not valid. */
export async function askForFile(connection: Connection, name: string, start?: Start): Promise<Incoming> {
  const { header, body, bodyBytes } = await ask(connection, getRequest(name, start));
  const answer = getAnswerIn(header, start);
  if (answer === undefined || bodyBytes !== fileBodyBytes(answer.totalBytes - answer.from))
    throw new FrameError('body_size', 'not the file that was asked for');
  return { ...answer, body };
}
