import { describe, expect, test } from 'vitest';
import { localDay, localTime } from '#lib/local-time.ts';

const at = (...parts: [number, number, number, number, number, number, number]) =>
  new Date(...parts).getTime();

describe('localTime writes the time as Python does', () => {
  test.each([
    [at(2026, 10, 22, 8, 53, 34, 986), '2026-11-22 08:53:34,986'],
    [at(2026, 10, 22, 8, 53, 34, 7), '2026-11-22 08:53:34,007'],
    [at(2026, 10, 22, 8, 53, 35, 0), '2026-11-22 08:53:35,000'],
    [at(2026, 0, 1, 0, 0, 0, 0), '2026-01-01 00:00:00,000'],
    [at(2025, 11, 31, 23, 59, 59, 999), '2025-12-31 23:59:59,999'],
    [at(2025, 11, 31, 23, 59, 59, 999) + 0.9, '2025-12-31 23:59:59,999'],
  ])('%d', (timeMs, expected) => {
    expect(localTime(timeMs)).toBe(expected);
    expect(localDay(timeMs)).toBe(expected.slice(0, 10));
  });
});
