import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AMOUNT_FEN_MAX,
  formatMoney,
  groupMoney,
  MoneyError,
  type MoneyReason,
  parseMoney,
} from '#core/bank/money.ts';

const amountFen = fc.bigInt({ min: 0n, max: AMOUNT_FEN_MAX });

describe('parseMoney', () => {
  test.each([
    ['0', 0n],
    ['0.0', 0n],
    ['0.01', 1n],
    ['0.1', 10n],
    ['12', 1200n],
    ['12.5', 1250n],
    ['12.50', 1250n],
    ['12.05', 1205n],
    ['10000000000', 1_000_000_000_000n],
    ['10000000000000', AMOUNT_FEN_MAX],
    ['10000000000000.00', AMOUNT_FEN_MAX],
  ])('reads %j', (text, fen) => {
    expect(parseMoney(text)).toBe(fen);
  });

  test.each<[string, MoneyReason]>([
    ['', 'empty'],
    ['-5', 'signed'],
    ['+5', 'signed'],
    ['-0', 'signed'],
    ['−5', 'malformed'],
    ['1e3', 'malformed'],
    ['1E3', 'malformed'],
    ['0x10', 'malformed'],
    ['0b1', 'malformed'],
    ['1_000', 'malformed'],
    ['1,000', 'malformed'],
    ['12n', 'malformed'],
    ['²', 'malformed'],
    ['1²', 'malformed'],
    ['１２', 'malformed'],
    ['١٢', 'malformed'],
    ['一', 'malformed'],
    [' ', 'malformed'],
    [' 12', 'malformed'],
    ['12 ', 'malformed'],
    ['12\n', 'malformed'],
    ['1 2', 'malformed'],
    ['12\u00a0', 'malformed'],
    ['.5', 'malformed'],
    ['5.', 'malformed'],
    ['.', 'malformed'],
    ['1.2.3', 'malformed'],
    ['1.-2', 'malformed'],
    ['NaN', 'malformed'],
    ['Infinity', 'malformed'],
    ['¥12', 'malformed'],
    ['\u001b[2J12', 'malformed'],
    ['12\u0000', 'malformed'],
    ['007', 'leading_zero'],
    ['00', 'leading_zero'],
    ['00.50', 'leading_zero'],
    ['12.345', 'too_many_decimals'],
    ['12.500', 'too_many_decimals'],
    ['10000000000000.01', 'too_large'],
    ['92233720368547758.08', 'too_large'],
    ['9'.repeat(1_000_000), 'too_large'],
  ])('refuses %j: %s', (text, reason) => {
    expect(() => parseMoney(text)).toThrow(expect.objectContaining({ name: 'MoneyError', reason }));
  });

  test('the error does not contain the text', () => {
    expect(new MoneyError('malformed').message).toBe('not an amount of money: malformed');
  });

  test('any text gives an amount in range or a MoneyError', () => {
    const digitsAndNoise = fc.string({ unit: fc.constantFrom(...'0123456789.-+e x²１,') });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), digitsAndNoise), (text) => {
        try {
          const fen = parseMoney(text);
          expect(fen >= 0n && fen <= AMOUNT_FEN_MAX).toBe(true);
          expect(text).toMatch(/^(0|[1-9][0-9]*)(\.[0-9]{1,2})?$/);
        } catch (error) {
          if (!(error instanceof MoneyError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('formatMoney', () => {
  test.each([
    [0n, '0.00'],
    [1n, '0.01'],
    [-1n, '-0.01'],
    [99n, '0.99'],
    [100n, '1.00'],
    [1250n, '12.50'],
    [-1250n, '-12.50'],
    [10n ** 20n, '1000000000000000000.00'],
  ])('%s is %s', (fen, text) => {
    expect(formatMoney(fen)).toBe(text);
  });

  test('gives a text that parseMoney reads', () => {
    fc.assert(fc.property(amountFen, (fen) => parseMoney(formatMoney(fen)) === fen));
  });
});

describe('groupMoney', () => {
  test.each([
    [0n, '0.00'],
    [99_999n, '999.99'],
    [100_000n, '1,000.00'],
    [-100_000n, '-1,000.00'],
    [-99_999n, '-999.99'],
    [1_000_000_000_000n, '10,000,000,000.00'],
  ])('%s is %s', (fen, text) => {
    expect(groupMoney(fen)).toBe(text);
  });

  test('only adds commas', () => {
    fc.assert(fc.property(fc.bigInt(), (fen) => groupMoney(fen).replaceAll(',', '') === formatMoney(fen)));
  });
});
