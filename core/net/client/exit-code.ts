import type { Header } from '#lib/net/connection.ts';
import { FrameError } from '#lib/net/frame-error.ts';

/** The exit code in a last frame. @throws FrameError for what no process can end with: 256 would be taken for 0. */
export function exitCodeIn({ exit }: Header): number {
  const isOne = typeof exit === 'number' && Number.isInteger(exit) && exit >= 0 && exit <= 255;
  if (!isOne) throw new FrameError('header_object', 'not an exit code');
  return exit;
}
