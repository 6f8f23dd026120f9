import { expect } from 'vitest';
import { openAppScreen, steady } from '#test/kit/app-screen.ts';
import { resizeDrawn } from '#test/kit/drawing.ts';
import type { Home } from '#test/kit/home.ts';
import { type Ended, run } from '#test/kit/run.ts';
import type { Screen } from '#test/kit/screen.ts';
import { AppServer, asLocal, openRemoteScreen, type RemoteRunOptions, runRemote } from './remote.ts';

const wholeScreen = (screen: Screen): string => screen.text();

/** Waits until both screens are equal: a screen is drawn in several chunks. */
export async function expectAlike(local: Screen, remote: Screen, view = wholeScreen): Promise<void> {
  const shown = (screen: Screen) => asLocal(steady(view(screen)));
  await remote.waitFor(() => shown(remote) === shown(local), 5_000).catch(() => {});
  const both = `local:\n${local.history()}\nremote:\n${remote.history()}\n`;
  expect(shown(remote), both).toBe(shown(local));
}

/**
 * The open prompt, and the cursor as counted from its first row. What is above the prompt may be higher on one screen: the
 * terminal wraps that itself, and its rest after a resize depends on the sizes between.
 */
function openPrompt(screen: Screen): string {
  const text = `\n${screen.text()}`;
  const start = text.lastIndexOf('\n? ');
  const rowsAbove = text.slice(0, start).split('\n').length - 1;
  const { row, ...cursor } = screen.cursor();
  return `${text.slice(start)}\n${JSON.stringify({ ...cursor, row: row - rowsAbove })}`;
}

/** Gives both windows the same sizes, one after the other. The open prompt and its cursor must be alike at each. */
export async function expectAlikeWhenResized(local: Screen, remote: Screen): Promise<void> {
  for (const columns of [50, 30, 120]) {
    for (const screen of [local, remote]) await resizeDrawn(screen, columns, 30);
    await expectAlike(local, remote, openPrompt);
  }
}

/** Types the same at the app on this machine and over the console; both screens, and their cursors, must be alike. */
export async function expectSameDialogue(openHome: () => Home, typed: string, shown: string): Promise<void> {
  using here = openHome();
  using there = openHome();
  await using server = await AppServer.start(there);
  await using local = openAppScreen(here);
  await using remote = openRemoteScreen(server);
  for (const screen of [local, remote]) {
    await screen.waitFor(/\? 用户名$/);
    screen.type(typed);
    await screen.waitFor((text) => text.includes(shown) && /\? [^✔]*$/.test(text));
  }
  await expectAlike(local, remote);
  expect(remote.cursor()).toEqual(local.cursor());
}

/** Runs the same on this machine and over the console, without a terminal. */
export async function expectSameRun(
  openHome: () => Home,
  args: readonly string[],
  options: RemoteRunOptions,
): Promise<void> {
  using here = openHome();
  using there = openHome();
  await using server = await AppServer.start(there);
  const local = await run(args, { home: here.path, ...options });
  const remote = await runRemote(server, args, options);
  expect(alike(remote)).toEqual(alike(local));
}

const alike = ({ stdout, stderr, ...rest }: Ended) => ({
  ...rest,
  stdout: steady(stdout),
  stderr: steady(stderr),
});
