import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A new folder of its own, removed when the test file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'logger-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The log files of a folder, oldest first; the link and the lock left out. */
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
