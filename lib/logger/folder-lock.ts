import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const pauseMs = 5;
const pausesMax = 50;

/**
 * Runs `work` under a lock file that excludes other processes. It waits 250 ms at most: `work` takes a few milliseconds,
 * so an older lock file belongs to a killed process and is removed.
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
