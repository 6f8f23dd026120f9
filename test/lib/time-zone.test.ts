import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isTimeZoneUnderstood } from '#lib/time-zone.ts';

const values = [
  ['UTC', 0, true],
  ['Etc/UTC', 0, true],
  ['GMT', 0, true],
  ['UTC0', 0, true],
  ['<+00>0', 0, true],
  [':UTC', 0, true],
  ['Africa/Abidjan', 0, true],
  ['/usr/share/zoneinfo/Etc/UTC', 0, true],
  ['', 0, true],
  ['Asia/Shanghai', 480, true],
  [':Asia/Shanghai', 480, true],
  ['CST-8', 480, true],
  ['IST-5:30', 0, false],
  ['EST5EDT,M3.2.0,M11.1.0', 0, false],
  ['CET-1CEST,M3.5.0,M10.5.0/3', 0, false],
  ['<+08>-8', 0, false],
  ['asia/shanghai', 0, false],
  ['Asia/Nowhere', 0, false],
  ['WET0WEST,M3.5.0/1,M10.5.0', 0, false],
] as const;

test.each(values)('TZ=%s with an offset of %d min: understood %s', (value, offset, expected) => {
  expect(isTimeZoneUnderstood(value, () => offset)).toBe(expected);
});

test('no TZ at all is the zone of the system', () => {
  expect(isTimeZoneUnderstood(undefined, () => 0)).toBe(true);
});

test('summer time alone is an offset', () => {
  expect(
    isTimeZoneUnderstood('Europe/London', (timeMs) => (new Date(timeMs).getUTCMonth() === 6 ? 60 : 0)),
  ).toBe(true);
});

test('what counts as not understood is what this Node takes for UTC', () => {
  // One process: Node reads TZ again when a program sets it.
  const script = `console.log(JSON.stringify(${JSON.stringify(values.map(([value]) => value))}.map((value) => {
    process.env.TZ = value;
    return [0, 6].map((month) => new Date(Date.UTC(2026, month, 1)).getTimezoneOffset());
  })))`;
  const offsets = JSON.parse(
    execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
  ) as number[][];
  const isUtc = (index: number) => offsets[index]?.every((offset) => offset === 0);
  for (const [index, [value, , understood]] of values.entries())
    if (!understood && !isUtc(index)) expect(value).toBe('read by this Node');
});
