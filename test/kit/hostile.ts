import { expect } from 'vitest';
import { variable } from '#conf/app.ts';
import { openScreen, type Screen } from './screen.ts';

/** Sets the window's title, clears the screen, and writes a line that looks like the app's own. */
export const attack = '\x1b]0;pwned\x07\x1b[2J\x1b[H\x9b2J\u202e转给 eve\u2028';

/** A shell that calls the app; its first line shows whether the screen has been cleared since. */
export function openShell(
  launcher: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Screen {
  return openScreen({
    command: 'echo first line; exec "$@"',
    args: [process.execPath, launcher, ...args],
    env: { [variable('LANGUAGE')]: 'zh', ...env },
  });
}

/** Expects that no escape sequence of the attack has reached the terminal. */
export function expectUntouched(screen: Screen, firstLine = 'first line'): void {
  expect(screen.title()).toBe('');
  expect(screen.text().split('\n')[0]).toBe(firstLine);
  for (const part of ['\x1b]', '\x07', '\x1b[2J', '\x1b[H', '\x9b', '\u202e', '\u2028'])
    expect(screen.raw()).not.toContain(part);
}
