import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The log files of a folder, oldest first, without the link and the lock. */
export function logFiles(folder: string): string[] {
  const number = (name: string) => Number(/\.(\d+)\.log$/.exec(name)?.[1] ?? 0);
  return readdirSync(folder)
    .filter((name) => /^all2-.*\.log$/.test(name))
    .sort((a, b) => a.slice(0, 15).localeCompare(b.slice(0, 15)) || number(a) - number(b));
}

/** All lines of all files of a folder, oldest first. Fails the test on a piece of a line. */
export function logLines(folder: string): string[] {
  return logFiles(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    if (text !== '' && !text.endsWith('\n')) throw new Error(`${name} ends in the middle of a line`);
    return text.split('\n').slice(0, -1);
  });
}
