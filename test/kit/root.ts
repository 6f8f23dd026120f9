import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..', '..');

/** The folder of the sample app; see sample/build.ts. It lies where the packages are found. */
export const sampleRoot = join(root, 'node_modules', '.cache', 'sample-app');

/** A program of bin/, such as `start`. */
export const launcherOf = (program: string, folder = root): string => join(folder, 'bin', `${program}.js`);

/** A program of the course, by the part whose protocol it speaks: `echo`, `echo_client`. */
export const peerOf = (part: string, program: string): string =>
  join(root, 'test', 'peers', part, `${program}.py`);
