import { expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { run, runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

test('after a reset the books begin with the opening balances', async () => {
  using home = bankHome();
  const options = { home: home.path };
  await runAs(egon, ['deposit', '--amount', '1'], options);
  await run(['reset', '--json'], options);
  expect((await runAs(egon, ['balance'], options)).stdout).toBe('Balance of egon: ¥10,000,001.00\n');
  await run(['reset', '--yes'], options);
  expect((await runAs(egon, ['balance'], options)).stdout).toBe('Balance of egon: ¥10,000,000.00\n');
});
