import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..', '..');

/** A program of bin/, such as `start`. */
export const launcherOf = (program: string): string => join(root, 'bin', `${program}.js`);

/** A program of the course, by the part whose protocol it speaks: `echo`, `echo_client`. */
export const peerOf = (part: string, program: string): string =>
  join(root, 'test', 'peers', part, `${program}.py`);
