import { afterEach, expect, test, vi } from 'vitest';
import { ProcessExit } from '#bin/shared/process-exit.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import { recordingLogger } from '#test/kit/recording-logger.ts';

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

/** A log that opens when the test says so. */
function openingLog() {
  let open = () => {};
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { log: { ...recordingLogger(), pendingLog: () => isOpen }, open: () => open() };
}

test('signals while the log opens: the exit waits for it, and has the code of the first', async () => {
  const seen = watchProcess();
  const processExit = new ProcessExit('en', { json: false, drawn: false });
  const { log, open } = openingLog();
  processExit.reportTo(log);
  processExit.requestExit('terminate');
  processExit.requestExit('interrupt');
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual([]);
  expect(process.exitCode).toBe(143);
  open();
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual(['exit 143']);
});

test('a bug while a bug is reported ends the process at once', () => {
  const seen = watchProcess();
  const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const processExit = new ProcessExit('en', { json: false, drawn: false });
  const logger = new NamedLogger(
    {
      isEnabled: () => true,
      write() {
        throw new Error('the log cannot be written');
      },
    },
    'test',
  );
  processExit.reportTo({ logger, pendingLog: () => undefined });
  expect(() => processExit.crash(new Error('first'))).toThrow('cannot be written');
  expect(seen).toEqual([]);
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  expect(() => processExit.crash(new Error('second'))).toThrow('exit 1');
  expect(errors).not.toHaveBeenCalled();
});
