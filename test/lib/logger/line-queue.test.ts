import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { LineQueue } from '#lib/logger/line-queue.ts';
import { forEachTest } from '#test/kit/lifetime.ts';

const lifetime = forEachTest();

/** A queue before something that can be made to fail. */
function setUp({ textBytesMax = 1024, retryMs = 5 } = {}) {
  const written: string[] = [];
  const told: string[] = [];
  const state = { isBroken: false, attempts: 0 };
  const queue = new LineQueue({
    textBytesMax,
    retryMs,
    write: (lines) => {
      state.attempts++;
      if (state.isBroken) throw new Error('broken');
      written.push(lines);
    },
    onTrouble: (error) => told.push(error.message),
    onRecovered: (dropped) => told.push(`recovered, ${dropped} dropped`),
  });
  lifetime.defer(() => queue.close());
  return { queue, written, told, state };
}

describe('lines', () => {
  test('of a turn are written together at its end', async () => {
    const { queue, written } = setUp();
    queue.add('a');
    queue.add('b');
    expect(written).toEqual([]);
    await setImmediate();
    expect(written).toEqual(['a\nb\n']);
  });

  test('are written in texts of the size asked for, one longer than that alone', () => {
    const { queue, written } = setUp({ textBytesMax: 8 });
    for (const line of ['123', '转', '4', '1234567890', '5']) queue.add(line);
    queue.flush();
    expect(written).toEqual(['123\n转\n', '4\n', '1234567890\n', '5\n']);
  });

  test('are written during a turn that never stops logging', () => {
    const { queue, written } = setUp();
    for (let line = 0; line < 3000; line++) queue.add('x'.repeat(1000));
    expect(written.length).toBeGreaterThan(1000);
  });

  test('added after closing are written at once', () => {
    const { queue, written, state, told } = setUp();
    queue.close();
    queue.add('a');
    expect(written).toEqual(['a\n']);
    state.isBroken = true;
    queue.add('b');
    state.isBroken = false;
    queue.add('c');
    expect(written.join('')).toBe('a\nb\nc\n');
    expect(told).toEqual(['broken', 'recovered, 0 dropped']);
  });
});

describe('while nothing can be written', () => {
  test('one notice is given, and the lines are written when it is over', async () => {
    const { queue, written, told, state } = setUp();
    state.isBroken = true;
    for (let turn = 0; turn < 5; turn++) {
      queue.add(`line ${turn}`);
      await setTimeout(8);
    }
    expect(state.attempts).toBeGreaterThan(1);
    expect(told).toEqual(['broken']);
    state.isBroken = false;
    await expect.poll(() => told).toEqual(['broken', 'recovered, 0 dropped']);
    expect(written.join('')).toBe('line 0\nline 1\nline 2\nline 3\nline 4\n');
    state.isBroken = true;
    queue.add('again');
    queue.flush();
    expect(told.slice(2)).toEqual(['broken']);
    state.isBroken = false;
  });

  test('it does not try at every line', async () => {
    const { queue, state } = setUp({ retryMs: 60_000 });
    state.isBroken = true;
    for (let turn = 0; turn < 20; turn++) {
      queue.add('a');
      await setImmediate();
    }
    expect(state.attempts).toBe(1);
    state.isBroken = false;
  });

  test.each([
    ['10,000 lines', 12_000, 10, 10_000],
    ['8 MiB', 12_000, 4095, 2048],
  ])('%s are kept, the rest is counted', (_, added, length, kept) => {
    const { queue, written, told, state } = setUp({ retryMs: 60_000 });
    state.isBroken = true;
    queue.add('x'.repeat(length));
    queue.flush();
    for (let line = 1; line < added; line++) queue.add('x'.repeat(length));
    state.isBroken = false;
    queue.flush();
    expect(written.join('').split('\n').length - 1).toBe(kept);
    expect(told).toEqual(['broken', `recovered, ${added - kept} dropped`]);
  });
});
