import { expect } from 'vitest';
import { variable } from '#conf/app.ts';
import { launcher } from './app-screen.ts';
import type { Home } from './home.ts';
import { openScreen, type Screen } from './screen.ts';

/** The app in a shell, which prints the state of the terminal before and after, and the exit code. */
const shellLine = 'stty -a; sh -c \'echo pid $$; exec "$@"\' sh "$@"; echo "code $?"; stty -a';

export const environmentOf = (home: Home) => ({
  [variable('HOME')]: home.path,
  [variable('LANGUAGE')]: 'zh',
});

export function openInShell(home: Home, program = launcher): Screen {
  return openScreen({
    command: shellLine,
    args: [process.execPath, program],
    rows: 60,
    env: environmentOf(home),
  });
}

/** The process id of the app. */
export const pidIn = (screen: Screen): number => Number(/^pid (\d+)$/m.exec(screen.history())?.[1]);

export const stack = /Error|^\s+at /m;

/** The ways to leave the app: the name, the exit code, the reason in the log, and the action. */
export const waysToLeave = [
  ['Ctrl-C', 130, 'interrupt', (screen: Screen) => screen.press('ctrl-c')],
  ['Ctrl-D', 0, 'end', (screen: Screen) => screen.press('ctrl-d')],
  ['Ctrl-\\', 131, 'quit', (screen: Screen) => screen.press('ctrl-\\')],
  ['SIGQUIT', 131, 'quit', (screen: Screen) => process.kill(pidIn(screen), 'SIGQUIT')],
  ['SIGTERM', 143, 'terminate', (screen: Screen) => process.kill(pidIn(screen), 'SIGTERM')],
  ['SIGHUP', 129, 'hangup', (screen: Screen) => process.kill(pidIn(screen), 'SIGHUP')],
  ['SIGINT', 130, 'interrupt', (screen: Screen) => process.kill(pidIn(screen), 'SIGINT')],
] as const;

/** The app has ended with this code, without a stack, and the terminal is as it was. */
export async function expectLeft(screen: Screen, code: number): Promise<void> {
  await screen.waitFor(/^code \d+$/m);
  expect(await screen.exit()).toEqual({ code: 0, signal: undefined });
  const history = screen.history();
  expect(history).toContain(`\ncode ${code}\n`);
  const [before, after] = [...history.matchAll(/^speed[\s\S]*?-extproc$/gm)].map(([text]) => text);
  expect(before).toMatch(/ icanon [\s\S]* echo /);
  expect(after).toBe(before);
  expect(screen.cursor().visible).toBe(true);
  expect(history).not.toMatch(stack);
}

const jobIn = (screen: Screen): number => Number(/^job (\d+)$/m.exec(screen.history())?.[1]);

/** The ways in which a shell's job is stopped. The shell prints its id: `$@ & echo job $!`. */
export const waysToStop = [
  ['Ctrl-Z', (screen: Screen) => screen.press('ctrl-z')],
  ['SIGTSTP of another process', (screen: Screen) => process.kill(jobIn(screen), 'SIGTSTP')],
] as const;

export const stopByForce = (screen: Screen) => process.kill(jobIn(screen), 'SIGSTOP');

/** A line for sh: runs the lines of an interactive bash, which has job control. */
export const inJobs = (jobs: string): string => `bash --norc --noprofile -i -c 'set -m; ${jobs}' sh "$@"`;

/**
 * At a menu with the third entry active: after the stop the shell has the cursor and no row of the menu, and prints the
 * mode of the terminal. Enter lets it continue the job, which goes on at the same entry.
 */
export async function expectStopAtList(screen: Screen, stop: (screen: Screen) => unknown): Promise<void> {
  screen.press('down', 'down');
  await screen.waitFor(/❯ 3\./);
  stop(screen);
  const stopped = await screen.waitFor(/ icanon$/);
  expect(stopped).not.toMatch(/^[❯ ] +\d+\. |请选择|↑↓/m);
  expect(screen.cursor().visible).toBe(true);
  screen.type('\n');
  await screen.waitFor(/❯ 3\./);
  expect(screen.cursor().visible).toBe(false);
}

/** Types more than one row of 50 columns holds, in two steps. An app that takes the window for wider leaves a row behind. */
export async function typeBeyondWidth(screen: Screen, question: string): Promise<void> {
  const [first, more] = ['一二三四五六七八九十'.repeat(3), '壹贰'];
  screen.type(first);
  await screen.waitFor(/九十$/);
  screen.type(more);
  const typed = await screen.waitFor(/壹贰$/);
  const rows = typed.slice(typed.indexOf(`? ${question} 一`)).split('\n');
  expect(rows.join('')).toBe(`? ${question} ${first}${more}`);
}
