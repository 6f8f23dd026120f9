import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { Home } from './home.ts';

/**
 * Holds the sample app between its first question and the end of its loading: the file that its part reads becomes a
 * pipe, and the app waits for its end. @returns a function that lets the app go on.
 */
export function holdLoading(home: Home): () => Promise<void> {
  execFileSync('mkfifo', [home.conf('sample.ini')]);
  return () => writeFile(home.conf('sample.ini'), '');
}
