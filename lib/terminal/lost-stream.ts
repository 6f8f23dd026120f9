import type { EventEmitter } from 'node:events';

const ignore = (): void => {};

/** An unused stream may still emit an error, which would end the process if the stream had no listener. */
export function ignoreErrors(stream: EventEmitter): void {
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
}
