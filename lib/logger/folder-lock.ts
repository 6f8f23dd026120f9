import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const pauseMs = 5;
const pausesMax = 50;

/**
 * Runs `work` while no other process does the same in this folder. Waits a quarter of a second at most:
 * the work takes a few milliseconds, so a lock that is older was left behind by a killed process.
 */
export function withFolderLock<T>(folder: string, work: () => T): T {
  const path = join(folder, '.log-files.lock');
  for (let pauses = 0; !isTaken(path); pauses++) {
    if (pauses < pausesMax) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    else rmSync(path, { force: true });
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function isTaken(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
