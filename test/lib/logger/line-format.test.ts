import { describe, expect, test } from 'vitest';
import { formats } from '#conf/logging.ts';
import { lineFormat } from '#lib/logger/line-format.ts';

const record = {
  time: new Date(2026, 10, 22, 8, 53, 34, 986).getTime(),
  name: 'core.auth',
  callSite: 'auth.ts:26',
  level: 'info',
  message: '登录成功 {level}',
} as const;

describe('the three formats', () => {
  test.each([
    [
      formats.standard,
      `[2026-11-22 08:53:34,986][MainThread:${process.pid}][task_id:core.auth][auth.ts:26][INFO][登录成功 {level}]`,
    ],
    [formats.simple, '[INFO][2026-11-22 08:53:34,986][auth.ts:26]登录成功 {level}'],
    [formats.idSimple, '[INFO][2026-11-22 08:53:34,986] 登录成功 {level}'],
  ])('%s', (template, expected) => {
    expect(lineFormat(template)(record)).toBe(expected);
  });
});

test('a record with any strings is one line', () => {
  const line = lineFormat(formats.standard)({
    ...record,
    name: 'a\nb',
    callSite: 'c\rd',
    message: 'x\u2028y',
  });
  expect(line).toMatch(/\[task_id:a\\nb\]\[c\\rd\]\[INFO\]\[x\\u2028y\]$/);
});

test('an unknown field is refused by name', () => {
  expect(() => lineFormat('[{tiem}] {message}')).toThrow(/unknown field \{tiem\}.*known: time, pid/);
});
