import { expect, test } from 'vitest';
import { Semaphore } from '#core/users/at-most.ts';

test('so many run at once and no more, in the order they came, also when some fail', async () => {
  const atMost = new Semaphore(3);
  let [running, most] = [0, 0];
  const begun: number[] = [];
  const work = async (number: number): Promise<number> => {
    begun.push(number);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1 + (number % 3)));
    running--;
    if (number % 5 === 0) throw new Error('this one fails');
    return number;
  };
  const numbers = Array.from({ length: 30 }, (_, number) => number);
  const outcomes = await Promise.allSettled(numbers.map((number) => atMost.run(() => work(number))));
  expect(most).toBe(3);
  expect(begun).toEqual(numbers);
  expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(
    numbers.map((number) => number % 5 === 0),
  );
});
