import { expect, test } from 'vitest';
import { openMenu, waitForMenu } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { run } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';

test.concurrent('two windows of one user: every deposit counts, and both see it', async () => {
  using home = bankHome();
  await using left = await openMenu(home, egon);
  await using right = await openMenu(home, egon);
  const deposits = '存款\n1\n'.repeat(10);
  left.type(deposits);
  right.type(deposits);
  for (const screen of [left, right]) {
    await screen.waitFor(() => screen.history().match(/已存入/g)?.length === 10);
    await waitForMenu(screen);
  }
  left.type('查看余额\n');
  right.type('查看余额\n');
  for (const screen of [left, right]) await waitForMenu(screen, 'egon 的余额：10,000,020.00 元');
  expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
});
