import type { Header } from '#lib/net/connection.ts';
import { FrameError } from '#lib/net/frame-error.ts';

/** The exit code in a last frame. @throws FrameError unless it is 0 to 255: the system would truncate 256 to 0. */
export function exitCodeIn({ exit }: Header): number {
  const isOne = typeof exit === 'number' && Number.isInteger(exit) && exit >= 0 && exit <= 255;
  if (!isOne) throw new FrameError('header_object', 'not an exit code');
  return exit;
}
