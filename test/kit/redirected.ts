import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variable } from '#conf/app.ts';
import { launcher } from './app-screen.ts';
import type { Home } from './home.ts';
import { type Ended, endOf } from './run.ts';
import { openScreen, type Screen, type ScreenOptions } from './screen.ts';
import { patienceMs } from './waiting.ts';

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

/**
 * Runs a line for bash without a terminal, with the password of egon in the environment.
 * @returns the exit code of the program, also if the line is a pipe: the other programs in it are to end with 0.
 */
export function runLine(
  home: Home,
  line: string,
  { program = [launcher] }: LineOptions = {},
): Promise<Ended> {
  const { PATH, HOME } = process.env;
  const env = {
    ...{ PATH, HOME, LANG: 'C.UTF-8', [variable('HOME')]: home.path, [variable('LANGUAGE')]: 'en' },
    [variable('PASSWORD')]: '123',
  };
  // bash reads the user's ~/.bashrc when standard input is a socket, as it is from Node.
  const args = ['--norc', '-c', `set -o pipefail; ${line}`, 'bash', process.execPath, ...program];
  return endOf(spawn('bash', args, { env, timeout: patienceMs }));
}

/** What the line has written to a file. */
export const fileOf = (home: Home, name: string): string => readFileSync(join(home.path, name), 'utf8');
