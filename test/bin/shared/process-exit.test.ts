import { afterEach, expect, test, vi } from 'vitest';
import { ProcessExit } from '#bin/shared/process-exit.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';

const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection'] as const;
const listenersBefore = new Map(events.map((event) => [event, process.listeners(event as 'SIGINT')]));

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  process.exitCode = undefined;
  for (const [event, before] of listenersBefore)
    for (const listener of process.listeners(event as 'SIGINT'))
      if (!before.includes(listener)) process.off(event, listener);
});

/** A process that notes what it writes, and how it ends. */
function watchProcess() {
  // Otherwise the grace period of one test would end in the middle of another.
  vi.useFakeTimers();
  const seen: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    seen.push(String(text));
    return true;
  });
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    seen.push(`exit ${code}`);
    return undefined as never;
  });
  return seen;
}

const eraseLine = '\r\x1b[2K';

test('a second signal before the prompt is open: the first question does not stay on the screen', () => {
  const seen = watchProcess();
  const processExit = new ProcessExit('en', { json: false, drawn: true });
  processExit.requestExit('terminate');
  expect(seen).toEqual([]);
  processExit.requestExit('interrupt');
  expect(seen).toEqual([eraseLine, 'exit 143']);
});

test.each([
  ['no prompt is open', false, [eraseLine, 'exit 143']],
  ['a prompt is open', true, ['closed', 'exit 143']],
])('the end of the grace period restores the terminal: %s', async (_, hasTerminal, expected) => {
  const seen = watchProcess();
  const processExit = new ProcessExit('en', { json: false, drawn: true });
  if (hasTerminal) {
    const terminal: Pick<Terminal, 'requestExit' | 'close'> = {
      requestExit() {},
      close: () => void seen.push('closed'),
    };
    processExit.watch(terminal as Terminal);
  }
  processExit.requestExit('terminate');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(seen).toEqual(expected);
});
