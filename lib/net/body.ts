import type { Frame } from './connection.ts';
import { FrameError } from './frame-error.ts';

/** A whole body, for those that are small by nature. @throws FrameError `body_size` when it is larger, before any of it is read. */
export async function readBody({ body, bodyBytes }: Frame, bytesMax: number): Promise<Buffer> {
  if (bodyBytes > bytesMax)
    throw new FrameError('body_size', `a body of ${bodyBytes} bytes, at most ${bytesMax} are allowed here`);
  if (body instanceof WholeBody) return body.bytes;
  const whole = Buffer.allocUnsafe(bodyBytes);
  let at = 0;
  for await (const chunk of body) at += chunk.copy(whole, at);
  return whole;
}

/** A body that is in memory already. */
export class WholeBody implements AsyncIterable<Buffer> {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    if (this.bytes.length > 0) yield this.bytes;
  }
}
