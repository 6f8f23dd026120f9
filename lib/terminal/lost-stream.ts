import type { EventEmitter } from 'node:events';

const ignore = (): void => {};

/** A stream that is not used any more may still fail: without a listener that would end the process. */
export function ignoreErrors(stream: EventEmitter): void {
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
}
