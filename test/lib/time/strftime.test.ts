import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { type StrftimeLimits, type StrftimeProblem, strftime } from '#lib/time/strftime.ts';
import { forThisFile, undoing } from '#test/kit/lifetime.ts';

/** Made by make-strftime-expectations.py. */
interface Expectations {
  readonly directives: string;
  readonly zones: readonly {
    readonly zone: string;
    /** Seconds since 1970 and, after bars, what each directive gives. */
    readonly moments: readonly string[];
    readonly formats: Readonly<Record<string, string>>;
    readonly formatsAt: number;
  }[];
}
const { directives, zones }: Expectations = JSON.parse(
  readFileSync(new URL('./strftime.json', import.meta.url), 'utf8'),
);

/** Names come from the machine, see lib/zone-abbreviation.ts. */
const hasZoneFiles = existsSync('/usr/share/zoneinfo/Asia/Shanghai');
const withoutZ = hasZoneFiles ? '' : ' (%Z is skipped: this machine has no time zone files)';
const letters = [...directives].filter((letter) => letter !== 'Z' || hasZoneFiles);

const zoneBefore = process.env['TZ'];
const setZone = (zone: string | undefined): void => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
};
forThisFile(undoing(() => setZone(zoneBefore)));

const at = (seconds: number): Date => new Date(seconds * 1000);
const textOf = (format: string, date: Date): string | undefined => {
  const answer = strftime(format, date);
  return 'text' in answer ? answer.text : undefined;
};

describe.each(zones)(
  `Python's time.strftime in $zone${withoutZ}`,
  ({ zone, moments, formats, formatsAt }) => {
    beforeAll(() => setZone(zone));

    it.each(letters)('agrees about %%%s', (letter) => {
      const column = directives.indexOf(letter) + 1;
      for (const line of moments) {
        const cells = line.split('|');
        expect(`${cells[0]} ${textOf(`%${letter}`, at(Number(cells[0])))}`).toBe(
          `${cells[0]} ${cells[column]}`,
        );
      }
    });

    it.each(Object.entries(formats))('agrees about %j', (format, expected) => {
      expect(textOf(format, at(formatsAt))).toBe(expected);
    });
  },
);

test('Python was asked for all of C89, in zones with and without summer time', () => {
  expect([...'aAbBcdHIjmMpSUwWxXyYZ%'].filter((letter) => !directives.includes(letter))).toEqual([]);
  expect(zones.flatMap(({ moments }) => moments).length).toBeGreaterThan(800);
});

test('a letter is either one Python was asked about, or a problem', () => {
  for (let code = 1; code < 0x250; code++) {
    const letter = String.fromCharCode(code);
    expect([letter, textOf(`%${letter}`, at(0)) !== undefined]).toEqual([
      letter,
      directives.includes(letter),
    ]);
  }
});

describe('a format that cannot be written is reported', () => {
  const cases: [format: string, limits: StrftimeLimits, problem: StrftimeProblem][] = [
    ['%', {}, { reason: 'lone_percent' }],
    ['%Y%', {}, { reason: 'lone_percent' }],
    ['%%%', {}, { reason: 'lone_percent' }],
    ['%Q', {}, { reason: 'unknown_directive', directive: '%Q' }],
    ['%Y %Q %', {}, { reason: 'unknown_directive', directive: '%Q' }],
    ['%%%Q', {}, { reason: 'unknown_directive', directive: '%Q' }],
    ['%-d', {}, { reason: 'unknown_directive', directive: '%-' }],
    ['%99999Y', {}, { reason: 'unknown_directive', directive: '%9' }],
    ['%Ey', {}, { reason: 'unknown_directive', directive: '%E' }],
    ['%😀', {}, { reason: 'unknown_directive', directive: '%😀' }],
    ['%\ud800', {}, { reason: 'unknown_directive', directive: '%\ud800' }],
    ['%\n', {}, { reason: 'unknown_directive', directive: '%\n' }],
    ['%Y\0', {}, { reason: 'nul_character' }],
    ['%\0', {}, { reason: 'nul_character' }],
    ['一'.repeat(341), { formatBytesMax: 1022 }, { reason: 'format_too_long', bytesMax: 1022 }],
    ['%c%c', { resultBytesMax: 47 }, { reason: 'result_too_long', bytesMax: 47 }],
    ['一%d', { resultBytesMax: 4 }, { reason: 'result_too_long', bytesMax: 4 }],
    ['%c'.repeat(512), {}, { reason: 'result_too_long', bytesMax: 4096 }],
    ['x'.repeat(1025), {}, { reason: 'format_too_long', bytesMax: 1024 }],
  ];
  it.each(cases)('%j within %j', (format, limits, problem) => {
    expect(strftime(format, at(0), limits)).toEqual({ problem });
  });
});

test.each([
  ['一'.repeat(341), { formatBytesMax: 1023 }],
  ['%c%c', { resultBytesMax: 48 }],
  ['一%d', { resultBytesMax: 5 }],
])('%j is no longer than %j', (format, limits) => {
  expect(strftime(format, at(0), limits)).toHaveProperty('text');
});

test('any format gives a result or a problem within the limits', () => {
  const piece = fc.oneof(fc.constant('%'), fc.constantFrom(...directives), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.date({ noInvalidDate: true }), (pieces, date) => {
      const answer = strftime(pieces.join(''), date, { formatBytesMax: 80, resultBytesMax: 100 });
      if ('text' in answer) expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(100);
      else expect(answer.problem.reason).toMatch(/^[a-z_]+$/);
    }),
    { numRuns: 500 },
  );
});
