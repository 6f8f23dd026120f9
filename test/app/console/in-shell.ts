import { expect, vi } from 'vitest';
import { waitForQuestion } from '#test/kit/app-screen.ts';
import type { Home } from '#test/kit/home.ts';
import type { Screen } from '#test/kit/screen.ts';
import { waiting } from '#test/kit/waiting.ts';
import { type AppServer, openRemoteScreen } from './remote.ts';

/** The client in a shell, which prints the state of the terminal before and after, and the exit code. */
const shell = 'stty -a; sh -c \'echo pid $$; exec "$@"\' sh "$@"; echo "code $?"; stty -a';
/** The client's process. */
export const pidIn = (screen: Screen): number => Number(/^pid (\d+)$/m.exec(screen.history())?.[1]);

/** @param question the prompt that is open after the last key. */
export async function openInShell(server: AppServer, typed: string, question: string): Promise<Screen> {
  const screen = openRemoteScreen(server, { shell });
  await screen.waitFor(/\? 用户名$/);
  screen.type(typed);
  await waitForQuestion(screen, question);
  return screen;
}

/** The client has ended, and has left the terminal as it was. */
export async function expectTerminalBack(screen: Screen, code: number): Promise<void> {
  await screen.waitFor(/^code \d+$/m);
  expect(await screen.exit()).toEqual({ code: 0, signal: undefined });
  const history = screen.history();
  expect(history).toContain(`\ncode ${code}\n`);
  const [before, after] = [...history.matchAll(/^speed[\s\S]*?-extproc$/gm)].map(([text]) => text);
  expect(before).toMatch(/ icanon [\s\S]* echo /);
  expect(after).toBe(before);
  expect(screen.cursor().visible).toBe(true);
  expect(history).not.toMatch(/Error|^\s+at /m);
}

export async function logged(home: Home, text: string): Promise<void> {
  await vi.waitFor(() => expect(home.log()).toContain(text), waiting);
}

/** Every connection has ended, also on the server. */
export async function expectReleased(home: Home): Promise<void> {
  const count = (what: string) => home.log('access').split(what).length - 1;
  await vi.waitFor(() => expect(count('断开 (disconnected)')).toBe(count('连接 (connected)')), waiting);
}
