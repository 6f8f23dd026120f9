import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..', '..');

/**
 * The folder of the sample app; see build-app.ts. Not in node_modules, which copies of the project share: their tests
 * would build their sample over this one.
 */
export const sampleRoot = join(root, 'dist', 'sample-app');

/** A program of bin/, such as `start`. */
export const launcherOf = (program: string, folder = root): string => join(folder, 'bin', `${program}.js`);

/** A program of the course, by its name, which begins with that of a part: `echo`, `echo_client`. */
export const peerOf = (part: string, program: string): string =>
  join(root, 'test', 'peers', part, `${program}.py`);
