import { describe, expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { run } from '#test/kit/run.ts';

const quiet = { code: 0, signal: null, stderr: '' };

describe('the input may end at any question', () => {
  const lines = ['egon', '123', 'transfer', 'alex', '12.50', 'y', 'withdraw', '1', 'y', 'statement', '', '2'];
  test.concurrent.each(lines.map((_, count) => count).slice(3))('after %d lines', async (count) => {
    using home = bankHome();
    const input = lines
      .slice(0, count)
      .map((line) => `${line}\n`)
      .join('');
    expect(await run([], { home: home.path, input })).toMatchObject(quiet);
  });
});

test.concurrent('one script may transfer, deposit, withdraw and list', async () => {
  using home = bankHome();
  const script = [
    ...['egon', '123', 'transfer', 'yuanhao', '1.5', 'y', 'deposit', '100', 'withdraw', '100', 'y'],
    ...['statement', '', '2', 'balance', 'sign-out', 'yuanhao', 'ysb123', 'balance', 'quit'],
  ];
  const ended = await run([], { home: home.path, input: script.join('\n') });
  expect(ended).toMatchObject(quiet);
  expect(ended.stdout).toContain('Balance of egon: ¥9,999,993.50\n');
  expect(ended.stdout).toContain('Balance of yuanhao: ¥11.50\n');
  expect(ended.stdout.match(/^\d{4}-\d\d-\d\d.*,(opening|transfer|deposit|withdrawal),/gm)).toHaveLength(4);
});
