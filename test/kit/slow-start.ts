import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Home } from './home.ts';

/**
 * Holds the app between its first question and the end of its loading: products.ini becomes a pipe, and the app waits
 * for what comes out of it. @returns the way to let it go on.
 */
export function holdLoading(home: Home): () => Promise<void> {
  const text = readFileSync(home.conf('products.ini'));
  home.remove('products.ini');
  execFileSync('mkfifo', [home.conf('products.ini')]);
  return () => writeFile(home.conf('products.ini'), text);
}
