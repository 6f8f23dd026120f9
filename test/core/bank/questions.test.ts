import { expect, test } from 'vitest';
import { monthRange } from '#core/bank/questions.ts';

test.each([
  ['2026-11', new Date(2026, 10, 1), new Date(2026, 11, 1)],
  ['2026-12', new Date(2026, 11, 1), new Date(2027, 0, 1)],
  ['2024-02', new Date(2024, 1, 1), new Date(2024, 2, 1)],
])('%s is the whole month, in local time', (month, from, to) => {
  expect(monthRange(month)).toEqual({ fromMs: from.getTime(), toMs: to.getTime() });
});

test.each([
  '',
  '2026',
  '2026-0',
  '2026-00',
  '2026-13',
  '2026-1',
  '26-11',
  '0026-11',
  '2026-11-01',
  ' 2026-11',
  '２０２６-11',
])('%j is no month', (text) => {
  expect(monthRange(text)).toBeUndefined();
});
