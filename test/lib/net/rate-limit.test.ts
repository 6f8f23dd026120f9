import { describe, expect, it, test } from 'vitest';
import { KeyedRateLimit, TokenBucket } from '#lib/net/rate-limit.ts';

const limited = () => {
  const bucket = new TokenBucket({ burst: 4, perSecond: 2 });
  return (count: number, nowMs: number) => Array.from({ length: count }, () => bucket.take(nowMs)).join(', ');
};

test('a burst passes, and then the rate per second', () => {
  const take = limited();
  expect(take(4, 0)).toBe('pass, pass, pass, pass');
  expect(take(1, 500)).toBe('pass');
  expect(take(2, 1_500)).toBe('pass, pass');
});

test('a flood is reported once, until half of the tokens are back', () => {
  const take = limited();
  expect(take(7, 0)).toBe('pass, pass, pass, pass, limited, still limited, still limited');
  expect(take(3, 500)).toBe('pass, still limited, still limited');
  expect(take(3, 1_500)).toBe('pass, pass, limited');
});

test('a long silence saves up no more than the burst', () => {
  const take = limited();
  take(1, 0);
  expect(take(5, 1_000_000)).toBe('pass, pass, pass, pass, limited');
});

test('a clock that is set back brings no tokens, and takes none away', () => {
  const take = limited();
  expect(take(4, 1_000_000)).toBe('pass, pass, pass, pass');
  expect(take(1, 0)).toBe('limited');
  expect(take(1, 500)).toBe('pass');
});

const limit = ({ keysMax = 10 } = {}) => new KeyedRateLimit({ perSecond: 10, burst: 3, keysMax });
const taken = (rates: KeyedRateLimit, key: string, nowMs: number, wanted = 100): number =>
  Array.from({ length: wanted }, () => rates.take(key, nowMs)).filter(Boolean).length;

describe('KeyedRateLimit', () => {
  it('allows the burst at once, then the rate per second', () => {
    const rates = limit();
    expect(taken(rates, 'a', 0)).toBe(3);
    expect(taken(rates, 'a', 99)).toBe(0);
    expect(taken(rates, 'a', 100)).toBe(1);
    expect(taken(rates, 'a', 300)).toBe(2);
  });

  it('saves up no more than the burst', () => {
    const rates = limit();
    expect(taken(rates, 'a', 0)).toBe(3);
    expect(taken(rates, 'a', 1e12)).toBe(3);
  });

  it('keeps the rate for a key that asks too often, too', () => {
    const rates = limit();
    let allowed = 0;
    for (let nowMs = 0; nowMs <= 10_000; nowMs++) if (rates.take('a', nowMs)) allowed++;
    expect(allowed).toBeGreaterThanOrEqual(102);
    expect(allowed).toBeLessThanOrEqual(103);
  });

  it('counts each key for itself', () => {
    const rates = limit();
    expect(taken(rates, 'a', 0)).toBe(3);
    expect(taken(rates, 'b', 0)).toBe(3);
    expect(taken(rates, 'a', 0)).toBe(0);
  });

  it('does not wait longer when the clock is set back', () => {
    const rates = limit();
    expect(taken(rates, 'a', 1e12)).toBe(3);
    expect(taken(rates, 'a', 0)).toBe(0);
    expect(taken(rates, 'a', 100)).toBe(1);
  });

  it('remembers a limited number of keys, and forgets the one that was silent longest', () => {
    const rates = limit({ keysMax: 3 });
    for (const key of ['a', 'b', 'c']) taken(rates, key, 0);
    rates.take('a', 0);
    for (let key = 0; key < 1000; key++) {
      rates.take(`flood ${key}`, 0);
      expect(rates.take('a', 0)).toBe(false);
      expect(rates.keys).toBeLessThanOrEqual(3);
    }
    expect(taken(rates, 'b', 0)).toBe(3);
  });
});
