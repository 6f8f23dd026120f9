import { setTimeout as sleep } from 'node:timers/promises';
import { aroundEach, describe, expect, test, vi } from 'vitest';
import { clockOf } from '#lib/clock.ts';
import { undoing } from '#test/kit/lifetime.ts';

const dayMs = 24 * 60 * 60 * 1000;

test('tells the time of its source', () => {
  expect(
    clockOf(
      () => 42,
      () => 7,
    ).nowMs(),
  ).toBe(42);
  expect(
    clockOf(
      () => 42,
      () => 7,
    ).uptimeMs(),
  ).toBe(7);
});

test('calls back once, with real timers', async () => {
  let calls = 0;
  clockOf(Date.now, () => performance.now()).after(5, () => calls++);
  expect(calls).toBe(0);
  await sleep(50);
  expect(calls).toBe(1);
});

// With fake timers of Node, which run faster.
describe('of any length', () => {
  aroundEach(async (runTest) => {
    vi.useFakeTimers();
    using _ = undoing(() => vi.useRealTimers());
    await runTest();
  });

  const delays = [0, 1, 1000, 2 ** 31 - 1, 2 ** 31, 30 * dayMs, 10 * 365 * dayMs];
  test.each(delays)('after %d ms, and not a millisecond before', (delayMs) => {
    let calls = 0;
    clockOf(Date.now, () => performance.now()).after(delayMs, () => calls++);
    vi.advanceTimersByTime(Math.max(0, delayMs - 1));
    expect(calls).toBe(delayMs === 0 ? 1 : 0);
    vi.advanceTimersByTime(1);
    expect(calls).toBe(1);
    vi.advanceTimersByTime(2 ** 31);
    expect(calls).toBe(1);
  });

  test('a time in the past comes at once', () => {
    let calls = 0;
    clockOf(Date.now, () => performance.now()).after(-5, () => calls++);
    vi.advanceTimersByTime(1);
    expect(calls).toBe(1);
  });

  test.each([1000, 30 * dayMs])('never, when it is cancelled: %d ms', (delayMs) => {
    let calls = 0;
    const cancel = clockOf(Date.now, () => performance.now()).after(delayMs, () => calls++);
    vi.advanceTimersByTime(delayMs - 1);
    cancel();
    vi.advanceTimersByTime(dayMs);
    expect(calls).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
