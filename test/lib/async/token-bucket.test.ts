import { expect, test } from 'vitest';
import { TokenBucket } from '#lib/async/token-bucket.ts';

const limited = () => {
  const bucket = new TokenBucket({ burst: 4, perSecond: 2 });
  return (count: number, nowMs: number) => Array.from({ length: count }, () => bucket.take(nowMs)).join(', ');
};

test('a burst passes, and then so many a second', () => {
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

test('a long silence saves no more than the burst', () => {
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
