import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { lazyLogs } from '#lib/logger/lazy-logs.ts';
import type { Logs, RecordSink } from '#lib/logger/logger.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';

/** Lazy logs that open when the test allows it, and the lines of the open ones. */
function lazy() {
  const done: string[] = [];
  let open = () => {};
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  let nowMs = 0;
  const sink: RecordSink = {
    isEnabled: () => true,
    write: (level, name, _, message, timeMs) => void done.push(`${timeMs} ${level} ${name} ${message}`),
  };
  const opened: Logs = {
    sink,
    logger: (name) => new NamedLogger(sink, name),
    flush: async () => void done.push('flushed'),
    flushSync: () => void done.push('flushed'),
    close: async () => void done.push('closed'),
  };
  let openings = 0;
  const logs = lazyLogs({ fileLevel: 'info', screenLevel: 'warning', now: () => ++nowMs }, async () => {
    openings++;
    await isOpen;
    return opened;
  });
  return { logs, done, open: () => open(), openings: () => openings };
}

describe('before the log is open', () => {
  test('the first line opens it, nothing else does', async () => {
    const { logs, openings } = lazy();
    logs.logger('a').debug('below the level');
    expect(logs.pending()).toBeUndefined();
    await logs.flush();
    await logs.close();
    await setImmediate();
    expect(openings()).toBe(0);
  });

  test('lines wait, and keep their order and their time', async () => {
    const { logs, done, open, openings } = lazy();
    logs.logger('a').info('one');
    await setImmediate();
    expect(openings()).toBe(1);
    logs.logger('b').warning('two');
    expect(done).toEqual([]);
    open();
    await logs.pending();
    logs.logger('a').info('three');
    expect(done).toEqual(['1 info a one', '2 warning b two', '3 info a three']);
    expect(openings()).toBe(1);
  });
});

test.each(['flush', 'close'] as const)('%s opens the log for the lines that wait', async (method) => {
  const { logs, done, open } = lazy();
  logs.logger('a').info('one');
  const ended = logs[method]();
  open();
  await ended;
  expect(done).toEqual(['1 info a one', method === 'flush' ? 'flushed' : 'closed']);
});

test('no line is pending once the log is open', async () => {
  const { logs, open } = lazy();
  logs.logger('a').info('one');
  expect(logs.pending()).toBeInstanceOf(Promise);
  open();
  await logs.pending();
  expect(logs.pending()).toBeUndefined();
});
