import type { Frame } from './connection.ts';
import { FrameError } from './frame-error.ts';
import { WholeBody } from './whole-body.ts';

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
