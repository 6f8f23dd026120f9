import { expect, test } from 'vitest';
import { FlowLimit } from '#core/chat/flow-limit.ts';
import { TestClock } from '#test/kit/clock.ts';

const limited = () => {
  const clock = new TestClock();
  const limit = new FlowLimit({ burst: 4, perSecond: 2, uptimeMs: () => clock.uptimeMs() });
  const take = (count: number) => Array.from({ length: count }, () => limit.take()).join(' ');
  return { clock, take };
};

test('a burst passes, and then so many a second', () => {
  const { clock, take } = limited();
  expect(take(4)).toBe('pass pass pass pass');
  clock.move(500);
  expect(take(1)).toBe('pass');
  clock.move(1_000);
  expect(take(2)).toBe('pass pass');
});

test('a flood is announced once, until there is room again', () => {
  const { clock, take } = limited();
  expect(take(7)).toBe('pass pass pass pass flood stop stop');
  clock.move(500);
  expect(take(3)).toBe('pass stop stop');
  clock.move(1_000);
  expect(take(3)).toBe('pass pass flood');
});

test('a long silence makes no more room than there was', () => {
  const { clock, take } = limited();
  clock.move(1_000_000);
  expect(take(5)).toBe('pass pass pass pass flood');
});
