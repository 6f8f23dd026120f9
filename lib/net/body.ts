import type { Frame } from './connection.ts';
import { FrameError } from './frame-error.ts';

/** Reads a small body into memory. @throws FrameError `body_size`, before the first read, if it exceeds `bytesMax`. */
export async function readBody({ body, bodyBytes }: Frame, bytesMax: number): Promise<Buffer> {
  if (bodyBytes > bytesMax)
    throw new FrameError('body_size', `a body of ${bodyBytes} bytes, at most ${bytesMax} are allowed here`);
  if (body instanceof WholeBody) return body.bytes;
  const whole = Buffer.allocUnsafe(bodyBytes);
  let at = 0;
  for await (const chunk of body) at += chunk.copy(whole, at);
  return whole;
}

/** A body that is completely in memory. */
export class WholeBody implements AsyncIterable<Buffer> {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    if (this.bytes.length > 0) yield this.bytes;
  }
}
