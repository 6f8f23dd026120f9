import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variable } from '#conf/app.ts';
import { launcher } from './app-screen.ts';
import type { Home } from './home.ts';
import { openScreen, type Screen, type ScreenOptions } from './screen.ts';

export interface LineOptions extends Pick<ScreenOptions, 'columns'> {
  /** The program and its first arguments; start.js when left out. */
  readonly program?: readonly string[];
}

/** A person types a line for sh into a window. In it `"$@"` is the program; relative paths are in the home. */
export function openLine(
  home: Home,
  line: string,
  { program = [launcher], ...options }: LineOptions = {},
): Screen {
  return openScreen({
    command: `cd "$1"; shift; ${line}`,
    args: [home.path, process.execPath, ...program],
    env: { [variable('HOME')]: home.path, [variable('LANGUAGE')]: 'en' },
    ...options,
  });
}

/** What the line has written to a file. */
export const fileOf = (home: Home, name: string): string => readFileSync(join(home.path, name), 'utf8');
