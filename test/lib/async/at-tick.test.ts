import { expect, test, vi } from 'vitest';
import { atTick } from '#lib/async/at-tick.ts';
import { undoing } from '#test/kit/lifetime.ts';

function stopTimers(): Disposable {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  return undoing(() => vi.useRealTimers());
}

test.each([
  [0, 50],
  [1, 50],
  [49, 50],
  [51, 100],
  [120, 150],
])('work of %d ms is answered after %d ms', async (workMs, answerMs) => {
  using _ = stopTimers();
  let isAnswered = false;
  const work = () => new Promise<string>((resolve) => void setTimeout(() => resolve('done'), workMs));
  const answer = atTick(50, work, () => false).finally(() => {
    isAnswered = true;
  });
  await vi.advanceTimersByTimeAsync(answerMs - 1);
  expect(isAnswered).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await answer).toBe('done');
  expect(vi.getTimerCount()).toBe(0);
});

test('a result that may be told at once, and an error, do not wait', async () => {
  using _ = stopTimers();
  const never = 1_000_000;
  expect(
    await atTick(
      never,
      async () => 'ok',
      (result) => result === 'ok',
    ),
  ).toBe('ok');
  await expect(
    atTick(
      never,
      () => Promise.reject(new Error('broken')),
      () => false,
    ),
  ).rejects.toThrow('broken');
  expect(vi.getTimerCount()).toBe(0);
});
