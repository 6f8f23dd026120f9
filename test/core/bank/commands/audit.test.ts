import { expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { jsonOf, run, runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

test('proves that the books balance', async () => {
  using home = bankHome();
  const options = { home: home.path };
  await runAs(egon, ['deposit', '--amount', '90.5'], options);
  expect(jsonOf(await run(['audit', '--json'], options))).toEqual({
    code: 0,
    json: { ok: true, total: '10010000100.50', accounts: 3, transactions: 2 },
  });
  const text = 'The books balance: 3 accounts, 2 transactions, ¥10,010,000,100.50 in all\n';
  expect((await run(['audit'], options)).stdout).toBe(text);
});

test('lists the mistakes in the books', async () => {
  using home = bankHome();
  const options = { home: home.path };
  await run(['audit'], options);
  home.sql(`update account set balance_fen = balance_fen + 1 where owner = 'egon'`);
  const failed = await run(['audit'], options);
  expect(failed).toMatchObject({ code: 4, stdout: '' });
  expect(failed.stderr).toMatch(/^The books do not balance: .*\. Stop using them and restore a backup\.\n$/);
  expect(failed.stderr).toContain(
    'the account of "egon" has a balance of 1000000001 fen, but its entries give 1000000000',
  );
  expect(jsonOf(await run(['audit', '--json'], options))).toMatchObject({
    code: 4,
    json: { error: { code: 'books_do_not_balance' } },
  });
});
