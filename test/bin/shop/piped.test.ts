import { describe, expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { run } from '#test/kit/run.ts';

const quiet = { code: 0, signal: null, stderr: '' };
const purchase = ['egon', '123', 'buy', '1', 'tea', '2', '5', 'y', '6'];

describe('the input may end at any question', () => {
  test.concurrent.each(purchase.map((_, count) => count).slice(3))('after %d lines', async (count) => {
    using home = bankHome();
    const input = purchase
      .slice(0, count)
      .map((line) => `${line}\n`)
      .join('');
    expect(await run([], { home: home.path, input })).toMatchObject(quiet);
  });
});

test.concurrent('one script may buy, and show the orders and the balance', async () => {
  using home = bankHome();
  const input = [...purchase, 'orders', 'balance', 'quit'].join('\n');
  const ended = await run([], { home: home.path, input });
  expect(ended).toMatchObject(quiet);
  expect(ended.stdout).toContain('Total ¥176.00\n');
  expect(ended.stdout).toContain('Balance of egon: ¥9,999,824.00\n');
});
