import { describe, expect, test } from 'vitest';
import type { AppError } from '#core/errors.ts';

/** A possible detail: a text from outside with control sequences. */
export const foreign = 'a\x1b[2J\u202eb';

/** An error, or the reason why its sentence has no remedy at its end. */
export interface ErrorSample {
  readonly error: AppError;
  readonly noRemedy?: string;
}

/**
 * Tests tables that `defineErrors` has made.
 * @param samples one error of each code, by its code, with `foreign` wherever a detail comes from outside.
 */
export function testErrorTables(
  tables: readonly object[],
  samples: Readonly<Record<string, AppError | ErrorSample>>,
): void {
  test('the tables hold these codes, and no code twice', () => {
    const codes = tables.flatMap(Object.keys);
    expect(codes.toSorted()).toEqual(Object.keys(samples).toSorted());
  });

  describe.each(Object.entries(samples))('%s', (code, sample) => {
    const { error, noRemedy }: ErrorSample = 'error' in sample ? sample : { error: sample };

    test('has its code, and a sentence in both languages without control sequences', () => {
      expect(error.code).toBe(code);
      expect(error.text.zh).toMatch(/\p{Script=Han}/u);
      expect(error.text.en).not.toMatch(/\p{Script=Han}/u);
      expect(error.text.zh + error.text.en).not.toMatch(/[^\P{C}\n]/u);
      expect(error.json('zh')).toEqual({ error: { code, message: error.text.zh } });
    });

    if (noRemedy !== undefined) return;
    test('ends with the remedy', () => {
      expect(error.text.en).toMatch(/[.:;] [a-zA-Z][^.]+\.$/);
      expect(error.text.zh).toMatch(/(请|用法见)[^。]*。$/);
    });
  });
}
