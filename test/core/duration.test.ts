import { expect, test } from 'vitest';
import { durationOf } from '#core/duration.ts';

test.each([
  [1, '1 秒', '1 s'],
  [1000, '1 秒', '1 s'],
  [59_001, '1 分 0 秒', '1 min 0 s'],
  [60_000, '1 分 0 秒', '1 min 0 s'],
  [1_000_000, '16 分 40 秒', '16 min 40 s'],
  [3_599_999, '1 小时 0 分', '1 h 0 min'],
  [86_399_000, '23 小时 59 分', '23 h 59 min'],
  [30 * 86_400_000, '30 天 0 小时', '30 d 0 h'],
])('%d ms', (ms, zh, en) => {
  expect(durationOf(ms)).toEqual({ zh, en });
});
